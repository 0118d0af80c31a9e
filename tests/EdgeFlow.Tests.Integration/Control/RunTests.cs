using EdgeFlow.Durable;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Tests.Integration.Control;

/// <summary>The whole way: over HTTP into a plan, through the workflow onto real nodes, and the results back.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Job_ThreeNodes_CompletesWithEveryFrameOnce(string mode)
    {
        await using var plane = await Plane.Start();
        foreach (var name in new[] { "one", "two", "three" })
        {
            await plane.AddNode(name);
        }

        await plane.Declare(Manifests.Pinned($"run-{mode}", mode, "one", "two", "three"));
        var job = await plane.Submit(new JobSubmission($"run-{mode}", Frames: 40));

        var done = await plane.Until(job.Job, view => view.Status is JobStatus.Completed or JobStatus.Failed);

        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.Equal(40, done.Results!.FramesOut);
        var results = await plane.Get<Page<StoredResult>>($"/v1/jobs/{job.Job}/results?limit=1000");
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), results.Items.Select(item => item.Frame));
        Assert.All(results.Items, item => Assert.Null(item.Error));
        await plane.Departed(job.Job);
        var later = await plane.Job(job.Job);
        Assert.Equal(mode == "stream", later.PlannedRate > 0);
        Assert.Equal(["one", "two", "three"], later.Tasks!.Select(task => task.Node));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Job_MoreDirectivesThanFitAPage_Completes(string mode)
    {
        const int Tasks = 1000;
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.AddNode("two");
        await plane.Declare(Manifests.Tree($"tree-{mode}", mode, Tasks));
        var job = await plane.Submit(new JobSubmission($"tree-{mode}", Frames: 2));

        var done = await plane.Until(job.Job, view => view.Status is JobStatus.Completed or JobStatus.Failed, 120);

        Assert.True(done.Status == JobStatus.Completed, done.Reason);
        var history = await plane.Control.Parts.GetRequiredService<WorkflowClient>().History(job.Job);
        Assert.Contains(history, item => item.ToString()!.Contains("load-page", StringComparison.Ordinal));
    }
}
