using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>One application of a target: its client and its workers, all of which end with it.</summary>
public sealed class TargetApp(
    Uri address, string appId, Func<IWorkflowTransport?> transport, IAsyncDisposable? sidecar = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<WorkflowWorker> _workers = [];

    public string AppId => appId;

    public WorkflowClient Client { get; } = new(new ClientOptions
    {
        Address = address, AppId = appId, Transport = transport(), CallTimeout = Patience,
    });

    /// <summary>A connection for calls that no client makes; the caller's to dispose.</summary>
    public IWorkflowTransport Connect() => transport() ?? new GrpcClient(new GrpcClientOptions
    {
        Address = address, Metadata = new Dictionary<string, string> { [GrpcHeaders.AppId] = appId },
    });

    public async Task<WorkflowWorker> StartWorker(
        Action<WorkflowWorker> register, Func<WorkerOptions, WorkerOptions>? change = null)
    {
        var options = new WorkerOptions
        {
            Address = address, AppId = appId, Transport = transport(), CallTimeout = Patience,
        };
        var worker = new WorkflowWorker(change?.Invoke(options) ?? options);
        register(worker);
        _workers.Add(worker);
        _ = worker.Run(default);
        await worker.Ready.WaitAsync(Patience);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await Client.DisposeAsync();
        if (sidecar is not null)
        {
            await sidecar.DisposeAsync();
        }
    }
}
