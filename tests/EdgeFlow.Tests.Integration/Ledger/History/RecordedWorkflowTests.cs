using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Replays;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Workflows;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.History;

/// <summary>Histories of workflows that really ran, under the code that ran them. With EDGEFLOW_ACCEPT=1 they become
/// the stored samples, on which later versions of the code are tried.</summary>
public sealed class RecordedWorkflowTests
{
    // More than are done before the job is cancelled, however slow the machine.
    private const int Endless = 1_000_000;

    [Fact]
    public async Task Replay_JobsThatRan_TheCodeDoesWhatWasRecorded()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("streaming", "stream"));
        await plane.Declare(Manifests.Chain("batching", "batch"));
        await plane.Declare(Manifests.Pinned("elsewhere", "stream", "nowhere"));
        await plane.Submit(new JobSubmission("streaming", Job: "streamed", Frames: 5));
        await plane.Submit(new JobSubmission("batching", Job: "batched", Frames: 5));
        await plane.Submit(new JobSubmission("elsewhere", Job: "waiting", Frames: 5));
        await plane.Submit(new JobSubmission("streaming", Job: "cancelled", Frames: Endless));
        await plane.Until("cancelled", job => job.Status == JobStatus.Running);
        await plane.Http.PostAsync("/v1/jobs/cancelled/cancel", null);
        await plane.Until("cancelled", job => job.Status == JobStatus.Cancelled);
        await plane.Until("waiting", job => job.Status == JobStatus.Waiting);
        foreach (var job in new[] { "streamed", "batched" })
        {
            await plane.Until(job, view => view.Status == JobStatus.Completed);
        }

        foreach (var job in new[] { "streamed", "batched", "waiting", "cancelled" })
        {
            var view = await plane.Get<WorkflowReplayView>($"/v1/jobs/{job}/workflow/replay");
            var text = await plane.Http.GetStringAsync($"/v1/jobs/{job}/workflow/history");

            Assert.True(view.Same, $"{job}: {view.Difference}\n{text}");
            Assert.True(view.Inputs.Count == 0, $"{job}: {string.Join('\n', view.Inputs)}");
            TodaysWorkflows.Replayer().Replay(job, HistoryText.Read(text)).EnsureSame();
            await Keep(job, text);
        }
    }

    [Fact]
    public async Task Replay_NoSuchJob_IsNotFound()
    {
        await using var plane = await Plane.Start();

        foreach (var path in new[] { "history", "replay" })
        {
            var answer = await plane.Http.GetAsync($"/v1/jobs/ghost/workflow/{path}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task Keep(string job, string text)
    {
        if (Environment.GetEnvironmentVariable("EDGEFLOW_ACCEPT") == "1")
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "EdgeFlow.sln")))
            {
                folder = folder.Parent;
            }

            var samples = Path.Combine(folder.FullName, "tests/EdgeFlow.Tests/Workflows/Histories");
            Directory.CreateDirectory(samples);
            await File.WriteAllTextAsync(Path.Combine(samples, $"{job}.jsonl"), text);
        }
    }
}
