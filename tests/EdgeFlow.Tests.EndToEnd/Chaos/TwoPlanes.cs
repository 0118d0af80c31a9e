using System.Diagnostics;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.EventStore.Hosting;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>
/// Two control planes as processes on one PostgreSQL, which neither of them runs, and three nodes whose server is a
/// relay to the first.
/// </summary>
internal sealed class TwoPlanes : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly string[] NodeNames = ["source", "left", "right"];

    private readonly PassingFolder folder = new("edgeflow-two-");
    private readonly List<ChildProcess> nodes = [];
    private readonly List<ChildProcess> control = [];
    private PostgresServer database = null!;
    private Relay relay = null!;

    private TwoPlanes()
    {
    }

    public Plane First { get; } = new(FreeAddress());

    public Plane Second { get; } = new(FreeAddress());

    /// <summary>The first is ready before the second starts, so that it decides and owns the workflows.</summary>
    public static async Task<TwoPlanes> Start()
    {
        Directory.SetCurrentDirectory(Repository.Root);
        var planes = new TwoPlanes();
        planes.database = await PostgresServer.Start(
            new PostgresOptions { Folder = Path.Combine(planes.folder.FullName, "postgres") });
        foreach (var plane in new[] { planes.First, planes.Second })
        {
            planes.control.Add(planes.Serve(plane));
            await planes.Until($"a control plane at {plane.Address}", async () =>
                await plane.Client.Get<object>("/readyz", CancellationToken.None) is not null);
        }

        planes.relay = new Relay(planes.First.Address);
        planes.nodes.AddRange(NodeNames.Select(planes.Node));
        await planes.Until("the nodes", async () =>
            (await planes.Second.Client.Get<Page<NodeView>>("/v1/nodes", CancellationToken.None)).Items
            .Count(node => node.Status == "ready") == NodeNames.Length);
        return planes;
    }

    /// <summary>Kills the first with SIGKILL; whoever calls the nodes' server from now on reaches the second.</summary>
    public void KillFirst()
    {
        relay.PointTo(Second.Address);
        control[0].Kill();
    }

    /// <summary>Waits for a condition; while a control plane is down, no answer only means "not yet".</summary>
    public async Task Until(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Poll);
        do
        {
            Assert.True(clock.Elapsed < Limit, $"{what} did not come about in {Limit.TotalSeconds} s:\n{Tails()}");
            await timer.WaitForNextTickAsync();
        }
        while (!await Plane.Holds(condition));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        await Task.WhenAll(control.Select(plane => plane.DisposeAsync().AsTask()));
        if (relay is not null)
        {
            await relay.DisposeAsync();
        }

        await database.DisposeAsync();
        folder.Dispose();
    }

    private ChildProcess Serve(Plane plane) => Launch(
        $"control-{plane.Address.Port}",
        [
            "serve", "--listen", plane.Address.ToString(), "--database", database.ConnectionString,
            "--data", Path.Combine(folder.FullName, "unused"),
        ]);

    private ChildProcess Node(string name) => Launch(
        name,
        [
            "node", name, "--server", relay.Address.ToString(), "--cpu", "0.5", "--memory", "400MB",
            "--state", Path.Combine(folder.FullName, "nodes", name),
            .. name == "source" ? new[] { "--label", "camera=true" } : [],
        ]);

    private ChildProcess Launch(string name, IEnumerable<string> arguments) => ChildProcess.Start(
        name, Path.Combine(folder.FullName, "logs", $"{name}.log"), [.. arguments, Lifetime.UntilInputCloses.Name]);

    private string Tails() =>
        string.Join('\n', control.Concat(nodes).Select(process => $"--- {process.Name}\n{process.Tail()}"));

    private static Uri FreeAddress() => new($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
}
