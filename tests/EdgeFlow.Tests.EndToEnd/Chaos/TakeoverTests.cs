using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Jobs;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>
/// Two control planes on one database, and nodes that know one address for both. The one that decides, owns the
/// workflows and serves the nodes' sidecar is killed.
/// </summary>
[Collection(ProcessCollection.Others)]
public class TakeoverTests
{
    private const int Frames = 240;
    private const int BatchFrames = 20;
    private const double Rate = 20;
    private const string Manifest = "tests/EdgeFlow.Tests.EndToEnd/Chaos/diamond.yaml";

    [Fact]
    public async Task ControlPlaneOfTheSidecar_Killed_TheOtherCarriesTheJobsOn()
    {
        await using var planes = await TwoPlanes.Start();
        var stream = await planes.First.Submit(Manifest, new JobSubmission(
            "", Mode: "stream", Frames: Frames, WishedRate: Rate, Job: "stream"));
        await planes.Until("the first frames", async () =>
            (await planes.First.Job(stream.Job)).Results?.FramesOut >= Rate);
        var batch = await planes.First.Submit(Manifest, new JobSubmission(
            "", Mode: "batch", Frames: BatchFrames, Job: "batch"));
        Assert.False(WatchCommand.Ended((await planes.Second.Job(stream.Job)).Status));

        planes.KillFirst();
        // Only the nodes' next directives show that they have found the other sidecar.
        JobView? later = null;
        await planes.Until("a submission to the other", async () => (later ??= await planes.Second.Submit(
            Manifest, new JobSubmission("", Mode: "batch", Frames: BatchFrames, Job: "later"))) is not null);

        await AssertComplete(planes, stream.Job, Frames);
        await AssertComplete(planes, batch.Job, BatchFrames);
        await AssertComplete(planes, later!.Job, BatchFrames);
        await planes.Second.AssertPlansRepeat();
    }

    private static async Task AssertComplete(TwoPlanes planes, string job, int frames)
    {
        await planes.Until($"the end of {job}", async () =>
            WatchCommand.Ended((await planes.Second.Job(job)).Status));
        var view = await planes.Second.Job(job);
        Assert.True(view.Status == JobStatus.Completed, $"{job} is {view.Status}: {view.Reason}");
        var results = (await planes.Second.Results(job)).Select(result => result.Frame).ToList();
        Assert.Equal(Enumerable.Range(0, frames).Select(frame => (long)frame), results.Order());
    }
}
