using System.Diagnostics;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Jobs;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>
/// kill -9 of whatever, at random moments of a batch and a stream job: the jobs end, no result is missing, none is
/// there
/// twice, and the history says what happened.
/// </summary>
[Collection(ProcessCollection.Kills)]
public class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 10;
    private const int Frames = 40;
    private const string Manifest = "tests/EdgeFlow.Tests.EndToEnd/Chaos/diamond.yaml";

    [Theory]
    [InlineData(Target.Node)]
    [InlineData(Target.ControlPlane)]
    [InlineData(Target.Database)]
    [InlineData(Target.Everything)]
    public async Task Kill_AtRandomMoments_EveryResultOnce(Target target)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var network = await TestNetwork.Start();
        var killed = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var batch = await network.Submit(Manifest, new JobSubmission(
                "", Mode: "batch", Frames: Frames, Job: $"batch-{round}"));
            var stream = await network.Submit(Manifest, new JobSubmission(
                "", Mode: "stream", Frames: Frames, WishedRate: 40, Job: $"stream-{round}"));
            var moment = random.Next(Frames);
            await network.Until($"{moment} frames of {stream.Job}", async () =>
                (await network.Job(stream.Job)).Results?.FramesOut >= moment);

            var victim = network.Nodes[random.Next(network.Nodes.Count)];
            Kill(network, target, victim);
            var what = target == Target.Node ? $"node {victim}" : $"{target}";
            output.WriteLine($"round {round}: {what} killed after {moment} frames");

            await AssertComplete(network, batch.Job);
            await AssertComplete(network, stream.Job);

            if (target == Target.Node)
            {
                // The jobs may end without it, and one that is killed again before it is back has told nothing of it.
                killed.Add(victim);
                await network.Until($"the return of {victim}", async () =>
                    await Registrations(network, victim) > killed.Count(node => node == victim));
            }
        }

        await AssertExplained(network, target);
        await network.AssertPlansRepeat();
    }

    private static void Kill(TestNetwork network, Target target, string victim)
    {
        var local = network.Local;
        IReadOnlyList<string> processes = target switch
        {
            Target.Node => [victim],
            Target.ControlPlane => [LocalNetwork.Control],
            Target.Database => [],
            _ => [LocalNetwork.Control, .. network.Nodes],
        };
        if (target is Target.Database or Target.Everything)
        {
            Process.GetProcessById(network.DatabaseProcess()).Kill();
        }

        foreach (var process in processes)
        {
            local.Kill(process);
        }

        foreach (var process in processes)
        {
            local[process].WaitForExit();
            local.Launch(process);
        }
    }

    private static async Task AssertComplete(TestNetwork network, string job)
    {
        await network.Until($"the end of {job}", async () => WatchCommand.Ended((await network.Job(job)).Status));
        var view = await network.Job(job);
        Assert.True(view.Status == JobStatus.Completed, $"{job} is {view.Status}: {view.Reason}");
        var frames = (await network.Results(job)).Select(result => result.Frame).ToList();
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (long)frame), frames.Order());
    }

    private static async Task AssertExplained(TestNetwork network, Target target)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var job in new[] { $"batch-{round}", $"stream-{round}" })
            {
                var types = (await network.History($"job-{job}")).Select(item => item.Type).ToList();
                Assert.Equal("job_submitted", types[0]);
                Assert.Single(types, "job_completed");
            }
        }

        if (target == Target.Node)
        {
            var registrations = await Task.WhenAll(network.Nodes.Select(node => Registrations(network, node)));
            Assert.True(registrations.Sum() >= 3 + Rounds);
        }
    }

    private static async Task<int> Registrations(TestNetwork network, string node) =>
        (await network.History($"node-{node}")).Count(item => item.Type == "node_registered");
}
