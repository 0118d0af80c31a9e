using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Benchmarks.Network;

/// <summary>A control plane and nodes as processes of their own, as a user starts them, in a folder that is gone
/// afterwards.</summary>
internal sealed class RunningNetwork : IAsyncDisposable
{
    private const int MostEvents = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly string folder = ScratchFolder.Make("net");

    private RunningNetwork(NetworkShape shape) => Local = new LocalNetwork(folder, shape);

    /// <summary>The processes.</summary>
    public LocalNetwork Local { get; }

    /// <summary>A client of the control plane.</summary>
    public EdgeFlowClient Client => Local.Client;

    /// <summary>Starts it and waits until all nodes are ready.</summary>
    public static async Task<RunningNetwork> Start(NetworkShape shape)
    {
        var network = new RunningNetwork(shape);
        await network.Local.Start(_ => { }, CancellationToken.None);
        return network;
    }

    /// <summary>Submits a job.</summary>
    public Task<JobView> Submit(JobSubmission submission) =>
        Client.Send<JobView>(HttpMethod.Post, "/v1/jobs", submission, CancellationToken.None);

    /// <summary>The job as it is now.</summary>
    public Task<JobView> Job(string job) => Client.Get<JobView>($"/v1/jobs/{job}", CancellationToken.None);

    /// <summary>Its results, at most so many.</summary>
    public async Task<IReadOnlyList<StoredResult>> Results(string job, int most) => await Client
        .List<StoredResult>($"/v1/jobs/{job}/results", most, CancellationToken.None).ToListAsync();

    /// <summary>The events of a stream of one type.</summary>
    public async Task<IReadOnlyList<EventView>> Events(string stream, string type) => await Client
        .List<EventView>($"/v1/events?stream={stream}&type={type}", MostEvents, CancellationToken.None).ToListAsync();

    /// <summary>Whether a node is ready.</summary>
    public async Task<bool> NodeIsReady(string node) =>
        (await Client.Get<Page<NodeView>>("/v1/nodes", CancellationToken.None)).Items
        .Any(view => view.Node == node && view.Status == "ready");

    /// <summary>Cancels a job and waits for its end.</summary>
    public async Task Cancel(string job)
    {
        await Client.Send<Nothing>(HttpMethod.Post, $"/v1/jobs/{job}/cancel", null, CancellationToken.None);
        await Until($"the end of {job}", async () => WatchCommand.Ended((await Job(job)).Status));
    }

    /// <summary>Waits for a condition.</summary>
    /// <exception cref="TimeoutException">It did not come about; the message has the ends of the logs.</exception>
    public async Task Until(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Poll);
        while (!await condition())
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException(
                    $"{what} did not come about in {Limit.TotalSeconds} s:\n{Local[LocalNetwork.Control].Tail()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
