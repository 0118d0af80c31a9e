using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Results;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>A node that is stopped (SIGSTOP) long enough to be given up, and then goes on where it was.</summary>
[Collection(ProcessCollection.Others)]
public class StopTests
{
    private const int Frames = 900;
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Node_StoppedAndContinued_IsRefusedByEpoch()
    {
        await using var network = await TestNetwork.Start();
        var job = await network.Submit("tests/EdgeFlow.Tests.EndToEnd/Chaos/diamond.yaml", new JobSubmission(
            "", Mode: "stream", Frames: Frames, WishedRate: 20, Job: "long"));
        await network.Until("the first frames", async () => (await network.Job(job.Job)).Results?.FramesOut >= 20);
        var before = await network.Job(job.Job);
        var victim = before.Tasks!.Select(task => task.Node!).First(node => node != "source");

        await Signal("STOP", network.Local[victim].Id);
        var since = Stopwatch.StartNew();
        await network.Until("the loss", async () =>
            (await network.History($"node-{victim}")).Any(item => item.Type == "node_lost"));
        await network.Until("a new plan", async () => (await network.Job(job.Job)).Epoch > before.Epoch);
        await network.Until("the rest of the stop", () => Task.FromResult(since.Elapsed >= Stopped));
        await Signal("CONT", network.Local[victim].Id);

        await network.Until("its return", async () =>
            (await network.NodeViews()).Single(node => node.Node == victim).Status == "ready");
        await AssertRefused(network, job.Job, victim, before.Epoch);
        await network.Until("the end", async () => WatchCommand.Ended((await network.Job(job.Job)).Status));

        Assert.Equal(JobStatus.Completed, (await network.Job(job.Job)).Status);
        var results = await network.Results(job.Job);
        Assert.Equal(Frames, results.Select(result => result.Frame).Distinct().Count());
        Assert.Equal(Frames, results.Count);
        Assert.All(results, result => Assert.Null(result.Error));
        await network.AssertPlansRepeat();
    }

    // What the node still had to say under the plan that it was given up with: frame 0 with a result of its own.
    private static async Task AssertRefused(TestNetwork network, string job, string node, int epoch)
    {
        var registered = (await network.History($"node-{node}")).First(item => item.Type == "node_registered");
        var late = new ResultBatch(
            node, registered.Data.GetProperty("incarnation").GetString()!, "join", epoch,
            [new ResultItem(0, null, "late", 1)], null);
        using var http = new HttpClient { BaseAddress = network.Local.Server };

        var answer = await http.PostAsJsonAsync($"/v1/jobs/{job}/results", late, ProtocolJson.Options);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("newer epoch", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task Signal(string name, int process)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
