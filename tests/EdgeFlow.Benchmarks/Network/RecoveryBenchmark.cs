using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Benchmarks.Network;

/// <summary>
/// A stream runs on whole processes; a node that hosts one of its stages is killed with SIGKILL. The time from the kill
/// to the first stored result of a newer epoch, with the default lease. Every turn is a new job on the same network,
/// and the killed node has come back before the next.
/// </summary>
internal static class RecoveryBenchmark
{
    private const int Rounds = 5;
    private const long Frames = 100_000;
    private const double Rate = 20;
    private const long FramesBefore = 20;
    private const double MustSeconds = 3;
    private const int MostResults = 100_000;
    private const string Source = "source";
    private const string Manifest = "tests/EdgeFlow.Benchmarks/Network/diamond.yaml";

    private static readonly NetworkShape Shape = new(
        [
            new(Source, 0.5, "400MB", "", "camera=true"), new("left", 0.5, "400MB", ""),
            new("right", 0.5, "400MB", ""),
        ],
        [
            new(Source, "left", "100Mbps", 1), new(Source, "right", "100Mbps", 1), new("left", "right", "100Mbps", 1),
        ]);

    /// <summary>Starts the network, kills so many times, and takes it down.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        await using var network = await RunningNetwork.Start(Shape);
        var application = await SubmitCommand.Declare(
            network.Client, Path.Combine(Repository.Root, Manifest), CancellationToken.None);
        var (seconds, noticed) = (new List<double>(), new List<double>());
        for (var round = 0; round < run.Rounds(Rounds); round++)
        {
            var (total, lost) = await Kill(network, application.Name, $"stream-{round}");
            seconds.Add(total);
            noticed.Add(lost);
        }

        var series = new Series(seconds);
        return
        [
            Row.Bounded("node killed → first frame out of the new plan", series, "s", Bar.AtMost(MustSeconds)),
            Row.Bounded("the same, the slowest", new Series([series.Max]), "s", Bar.AtMost(MustSeconds)),
            Row.Printed("of it, until the loss is noticed", new Series(noticed).Text("s")),
        ];
    }

    private static async Task<(double Total, double Lost)> Kill(
        RunningNetwork network, string application, string job)
    {
        await network.Submit(new JobSubmission(
            application, Mode: "stream", Frames: Frames, WishedRate: Rate, Job: job));
        await network.Until($"{FramesBefore} frames of {job}", async () =>
            (await network.Job(job)).Results?.FramesOut >= FramesBefore);
        var before = await network.Job(job);
        var victim = before.Tasks!.Select(task => task.Node!).First(node => node != Source);
        var killedAt = TimeProvider.System.GetUtcNow();
        network.Local.Kill(victim);

        StoredResult? first = null;
        await network.Until($"a frame of {job} out of a new plan", async () =>
        {
            first = (await network.Results(job, MostResults)).Where(result => result.Epoch > before.Epoch)
                .MinBy(result => result.StoredAt);
            return first is not null;
        });
        var lost = (await network.Events($"node-{victim}", "node_lost")).Last(item => item.At >= killedAt);
        await network.Cancel(job);
        network.Local[victim].WaitForExit();
        network.Local.Launch(victim);
        await network.Until($"the return of {victim}", async () => await network.NodeIsReady(victim));
        return ((first!.StoredAt - killedAt).TotalSeconds, (lost.At - killedAt).TotalSeconds);
    }
}
