using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>A control plane and three nodes as processes, with cheap stages, in a folder of its own.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private static readonly NetworkShape Shape = new(
        [
            new("source", 0.5, "400MB", "", "camera=true"), new("left", 0.5, "400MB", ""),
            new("right", 0.5, "400MB", ""),
        ],
        [
            new("source", "left", "100Mbps", 1), new("source", "right", "100Mbps", 1),
            new("left", "right", "100Mbps", 1),
        ]);

    private readonly PassingFolder folder = new("edgeflow-e2e-");

    private readonly Plane plane;

    private TestNetwork()
    {
        // A control plane that is killed comes back on its port, so nobody may get it meanwhile.
        Local = new LocalNetwork(folder.FullName, Shape, FreePorts.Take(1)[0]);
        plane = new Plane(Local.Server);
    }

    public LocalNetwork Local { get; }

    public IReadOnlyList<string> Nodes { get; } = [.. Shape.Nodes.Select(node => node.Name)];

    public static async Task<TestNetwork> Start()
    {
        Directory.SetCurrentDirectory(Repository.Root);
        var network = new TestNetwork();
        await network.Local.Start(_ => { }, CancellationToken.None);
        return network;
    }

    public Task<JobView> Submit(string manifest, JobSubmission submission) => plane.Submit(manifest, submission);

    public Task<JobView> Job(string job) => plane.Job(job);

    public Task<IReadOnlyList<StoredResult>> Results(string job) => plane.Results(job);

    public Task<IReadOnlyList<EventView>> History(string stream) => plane.History(stream);

    public Task AssertPlansRepeat() => plane.AssertPlansRepeat();

    public async Task<IReadOnlyList<NodeView>> NodeViews() =>
        (await Local.Client.Get<Page<NodeView>>("/v1/nodes", CancellationToken.None)).Items;

    /// <summary>Waits for a condition; while processes are down, an unanswered question only means "not yet".</summary>
    public async Task Until(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Poll);
        do
        {
            Assert.True(clock.Elapsed < Limit, string.Create(
                CultureInfo.InvariantCulture,
                $"{what} did not come about in {Limit.TotalSeconds} s; logs are in {Local.Logs}:\n{Tails()}"));
            await timer.WaitForNextTickAsync();
        }
        while (!await Plane.Holds(condition));
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The process id of the PostgreSQL server, from the file that it keeps.</summary>
    public int DatabaseProcess()
    {
        var file = Directory.EnumerateFiles(Local.Data, "postmaster.pid", SearchOption.AllDirectories).Single();
        return int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
    }

    private string Tails() => string.Join('\n', new[] { LocalNetwork.Control }.Concat(Nodes)
        .Select(name => $"--- {name}\n{Local[name].Tail()}"));
}
