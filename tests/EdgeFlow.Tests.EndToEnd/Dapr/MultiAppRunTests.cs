using System.Diagnostics;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Tests.EndToEnd.Chaos;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>The run file of the project, as a user runs it.</summary>
[Collection(ProcessCollection.Alone)]
public class MultiAppRunTests
{
    private const int Frames = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [SkippableFact]
    public async Task RunFile_AsItIs_StartsEverythingAndEndsAJob()
    {
        Skip.If(MultiAppRun.Missing is not null, MultiAppRun.Missing);
        await using var network = await MultiAppRun.Start();
        var plane = new Plane(MultiAppRun.Address);
        await Until(network, "three nodes", async () =>
            (await plane.Client.Get<Page<NodeView>>("/v1/nodes", CancellationToken.None)).Items
                .Count(node => node.Status == "ready") == 3);

        var job = await plane.Submit("tests/EdgeFlow.Tests.EndToEnd/Chaos/diamond.yaml", new JobSubmission(
            "", Mode: "batch", Frames: Frames));

        await Until(network, "the end", async () =>
            (await plane.Job(job.Job)).Status is JobStatus.Completed or JobStatus.Failed);
        var done = await plane.Job(job.Job);
        Assert.True(done.Status == JobStatus.Completed, done.Reason);
        Assert.Equal(Frames, (await plane.Results(job.Job)).Select(result => result.Frame).Distinct().Count());
        Assert.Equal("edge", done.Tasks!.Single(task => task.Task == "capture").Node);
    }

    private static async Task Until(MultiAppRun network, string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await Plane.Holds(condition))
        {
            Assert.True(clock.Elapsed < Limit, $"{what} did not come about:\n{network.Log()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
