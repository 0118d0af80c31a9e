using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.Tests.Integration.Postgres;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>A database, a sidecar on it that can be killed and started again on its port, and clients for it.</summary>
internal sealed class SidecarWorld : IAsyncDisposable
{
    /// <summary>How long a test waits for anything before it fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<(CancellationTokenSource Stop, Task Running)> _workers = [];

    private SidecarWorld(EmbeddedSidecarOptions options, EmbeddedSidecar sidecar)
    {
        Options = options;
        Sidecar = sidecar;
        Client = NewClient(sidecar.Address);
    }

    public EmbeddedSidecarOptions Options { get; }

    public EmbeddedSidecar Sidecar { get; private set; }

    public WorkflowClient Client { get; }

    public static async Task<SidecarWorld> Start(
        string? database = null, Func<EmbeddedSidecarOptions, EmbeddedSidecarOptions>? change = null)
    {
        var options = new EmbeddedSidecarOptions
        {
            ConnectionString = database ?? await PostgresFixture.FreshDatabase(),
            OwnershipLease = TimeSpan.FromSeconds(1),
            OwnershipBeat = TimeSpan.FromMilliseconds(200),
        };
        options = change?.Invoke(options) ?? options;
        var listen = new IPEndPoint(IPAddress.Loopback, 0);
        return new SidecarWorld(options, await EmbeddedSidecar.StartAsync(options, listen));
    }

    public WorkflowClient NewClient(Uri address, string appId = "")
    {
        var client = new WorkflowClient(new ClientOptions { Address = address, AppId = appId });
        _owned.Add(client);
        return client;
    }

    public RawWorker NewRawWorker(string appId = "", bool keepsRuns = false, bool fetchesHistory = false)
    {
        var worker = new RawWorker(Sidecar.Address, appId, keepsRuns, fetchesHistory);
        _owned.Add(worker);
        return worker;
    }

    public Task<WorkflowWorker> NewWorker(Action<WorkflowWorker> register, Uri? address = null, string appId = "") =>
        Run(new WorkerOptions { Address = address ?? Sidecar.Address, AppId = appId }, register);

    /// <summary>A worker that needs no network; its calls may take longer than a test waits.</summary>
    public Task<WorkflowWorker> NewLocalWorker(int activities, Action<WorkflowWorker> register)
    {
        var options = new WorkerOptions { Transport = Sidecar.Local(), CallTimeout = 2 * Limit };
        return Run(options with { MaxConcurrentActivities = activities }, register);
    }

    /// <summary>Ends the sidecar without grace.</summary>
    public Task Kill() => Sidecar.AbortAsync();

    /// <summary>Starts a sidecar on the port of the one before.</summary>
    public async Task StartAgain()
    {
        var listen = new IPEndPoint(IPAddress.Loopback, Sidecar.Address.Port);
        Sidecar = await EmbeddedSidecar.StartAsync(Options, listen);
        await Until(() => Task.FromResult(Sidecar.IsOwner));
    }

    /// <summary>A second sidecar on the same database, on a port of its own.</summary>
    public async Task<EmbeddedSidecar> StartPeer()
    {
        var peer = await EmbeddedSidecar.StartAsync(Options, new IPEndPoint(IPAddress.Loopback, 0));
        _owned.Add(peer);
        return peer;
    }

    public static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (stop, running) in _workers)
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
        }

        foreach (var item in _owned)
        {
            await item.DisposeAsync();
        }

        await Sidecar.DisposeAsync();
    }

    private async Task<WorkflowWorker> Run(WorkerOptions options, Action<WorkflowWorker> register)
    {
        var worker = new WorkflowWorker(options);
        register(worker);
        var stop = new CancellationTokenSource();
        _workers.Add((stop, worker.Run(stop.Token)));
        await worker.Ready.WaitAsync(Limit);
        return worker;
    }
}
