using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class RecoveryTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Stream_NodeKilled_OnlyItsTasksMoveAndNoFrameIsLost()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one", "two", "three", "spare");
        await plane.Declare(Manifests.Chain("kill-stream", "stream", delayMs: 10)
            .Replace(
                "    - id: count", "    - id: count\n      constraints: { nodes: [one] }", StringComparison.Ordinal)
            .Replace("    - id: left", "    - id: left\n      constraints: { nodes: [two, spare] }",
                StringComparison.Ordinal)
            .Replace(
                "    - id: right", "    - id: right\n      constraints: { nodes: [three] }", StringComparison.Ordinal));
        var job = (await plane.Submit(new JobSubmission("kill-stream", Frames: 300))).Job;
        var running = await plane.Until(job, view => view.Results!.FramesOut > 20);
        var before = running.Tasks!.ToDictionary(task => task.Task, task => task.Node!);

        var killedAt = TimeProvider.System.GetUtcNow();
        await plane.Kill(before["left"]);

        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed);
        Assert.Equal(JobStatus.Completed, done.Status);
        await AllFramesOnce(plane, job, 300);
        var first = (await plane.Get<Page<StoredResult>>($"/v1/jobs/{job}/results?limit=1000")).Items
            .Where(result => result.Epoch > running.Epoch && result.StoredAt > killedAt).Min(result => result.StoredAt);
        output.WriteLine($"first frame out of the new plan after {(first - killedAt).TotalMilliseconds:F0} ms");
        var lost = Assert.Single(await plane.Events($"node-{before["left"]}"), item => item.Type == "node_lost");
        Assert.Contains("nothing listens", lost.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var plans = (await plane.Get<Page<PlanView>>("/v1/plans")).Items;

        // A later plan, which shares out rates anew, may name the loss too.
        var moved = plans.Where(plan => plan.Trigger.Contains($"{before["left"]} lost", StringComparison.Ordinal))
            .MinBy(plan => plan.Revision)!;
        var tasks = Assert.Single(moved.Jobs).Tasks.ToDictionary(task => task.Task, task => task.Node);
        Assert.Equal(("one", "three"), (tasks["count"], tasks["right"]));
        Assert.NotEqual(before["left"], tasks["left"]);
    }

    [Fact]
    public async Task Batch_NodeWithAnOutputKilled_TaskIsDoneAgainElsewhere()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one", "two", "three");
        await plane.Declare(Manifests.Chain("kill-batch", "batch", delayMs: 30)
            .Replace("    - id: count", "    - id: count\n      constraints: { nodes: [one, two] }",
                StringComparison.Ordinal)
            .Replace("    - id: left", "    - id: left\n      constraints: { nodes: [one, two], with: [count] }",
                StringComparison.Ordinal)
            .Replace(
                "    - id: right", "    - id: right\n      constraints: { nodes: [three] }", StringComparison.Ordinal));
        var job = (await plane.Submit(new JobSubmission("kill-batch", Frames: 60))).Job;
        var running = await plane.Until(job, view => view.Tasks!.First(task => task.Task == "count").Done);
        var victim = running.Tasks!.First(task => task.Task == "count").Node!;

        await plane.Kill(victim);

        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed);
        Assert.Equal(JobStatus.Completed, done.Status);
        await AllFramesOnce(plane, job, 60);
        Assert.Contains(await plane.Events($"job-{job}"), item => item.Type == "task_reopened");
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task ControlPlane_Restarted_JobGoesOnAndNothingIsForgotten(string mode)
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one", "two", "three");
        await plane.Declare(Manifests.Chain($"restart-{mode}", mode, delayMs: 10));
        var job = (await plane.Submit(new JobSubmission($"restart-{mode}", Frames: 200))).Job;
        await plane.Until(job, view => view.Status == JobStatus.Running);
        var before = await plane.Events();

        await plane.Restart();

        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed);
        Assert.Equal(JobStatus.Completed, done.Status);
        await AllFramesOnce(plane, job, 200);
        var after = await plane.Events();
        Assert.Equal(before.Select(item => item.Sequence), after.Take(before.Count).Select(item => item.Sequence));
        Assert.DoesNotContain(after, item => item.Type == "node_lost");
    }

    [Fact]
    public async Task Cancel_RunningJob_StopsAndSaysSo()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one");
        await plane.Declare(Manifests.Chain("cancel", "stream", delayMs: 50));
        var job = (await plane.Submit(new JobSubmission("cancel", Frames: 100_000))).Job;
        await plane.Until(job, view => view.Status == JobStatus.Running && view.Results!.FramesOut > 0);

        var response = await plane.Http.PostAsync($"/v1/jobs/{job}/cancel", null);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        await plane.Until(job, view => view.Status == JobStatus.Cancelled);
        var types = (await plane.Events($"job-{job}")).Select(item => item.Type).ToList();
        Assert.Equal(["job_cancel_requested", "job_cancelled"], types[^2..]);
    }

    [Fact]
    public async Task Job_ConstraintThatNoNodeMeets_WaitsThenRunsOnceOneJoins()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one");
        await plane.Declare(Manifests.Pinned("waits", "stream", "one", "late", "one"));
        var job = (await plane.Submit(new JobSubmission("waits", Frames: 5))).Job;

        var waiting = await plane.Until(job, view => view.Status == JobStatus.Waiting);
        Assert.Contains("late", waiting.Reason, StringComparison.Ordinal);
        Assert.StartsWith("/", waiting.Pointer, StringComparison.Ordinal);
        await plane.AddNode("late");

        await plane.Until(job, view => view.Status == JobStatus.Completed);
    }

    [Fact]
    public async Task Job_AskedNotToWait_IsRefusedWithTheConstraint()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one");
        await plane.Declare(Manifests.Pinned("refused", "stream", "one", "nowhere", "one"));
        var job = (await plane.Submit(new JobSubmission("refused", Frames: 5, WhenInfeasible: "refuse"))).Job;

        var refused = await plane.Until(job, view => view.Status == JobStatus.Refused);

        Assert.Contains("nowhere", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_FailsOnEveryOddFrame_FramesInAreFramesOut()
    {
        await using var plane = await Plane.Start();
        await Nodes(plane, "one", "two");
        await plane.Declare(Manifests.Chain("odd", "stream")
            .Replace("builtin: tag, with: { name: odd-left", "builtin: fail-odd, with: { name: odd-left",
                StringComparison.Ordinal));
        var job = (await plane.Submit(new JobSubmission("odd", Frames: 20))).Job;

        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed);

        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.Equal((20L, 20L, 10L), (done.Results!.FramesIn!.Value, done.Results.FramesOut, done.Results.Errors));
    }

    private static async Task Nodes(Plane plane, params string[] names)
    {
        foreach (var name in names)
        {
            await plane.AddNode(name);
        }
    }

    private static async Task AllFramesOnce(Plane plane, string job, int frames)
    {
        var results = (await plane.Get<Page<StoredResult>>($"/v1/jobs/{job}/results?limit=1000")).Items;
        Assert.Equal(Enumerable.Range(0, frames).Select(i => (long)i), results.Select(item => item.Frame));
    }
}
