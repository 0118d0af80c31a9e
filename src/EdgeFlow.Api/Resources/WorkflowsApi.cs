using EdgeFlow.Api.Http;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Replays;
using EdgeFlow.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/jobs/{job}/workflow</c>: the durable execution of a job, as it was recorded.</summary>
internal static class WorkflowsApi
{
    private static readonly WorkflowReplayer Replayer = TodaysWorkflows.Replayer();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/workflow/history", History)
            .WithSummary("The recorded history of its workflow's last run, an event a line")
            .Produces<string>(200, "application/x-ndjson").Produces<Problem>(404, Problems.MediaType);
        routes.MapGet("/jobs/{job}/workflow/replay", Replay)
            .WithSummary("Runs this control plane's workflow code over it and says where the code has changed")
            .Produces<WorkflowReplayView>().Produces<Problem>(404, Problems.MediaType);
    }

    private static async Task<IResult> History(HttpContext http, WorkflowClient workflows, string job) =>
        await Read(workflows, job, http.RequestAborted) is { } history
            ? Results.Text(HistoryText.Write(history), "application/x-ndjson")
            : Missing();

    private static async Task<IResult> Replay(HttpContext http, WorkflowClient workflows, string job)
    {
        if (await Read(workflows, job, http.RequestAborted) is not { } history)
        {
            return Missing();
        }

        var verdict = Replayer.Replay(job, history);
        return Replies.Json(new WorkflowReplayView(
            job, verdict.Workflow, verdict.Events, verdict.Steps, verdict.IsSame,
            verdict.Difference is { } difference ? View(difference) : null, [.. verdict.Inputs.Select(View)]));
    }

    private static WorkflowDifference View(ReplayDifference difference) =>
        new(difference.EventId, difference.Recorded, difference.Actual);

    private static async Task<IReadOnlyList<HistoryEvent>?> Read(
        WorkflowClient workflows, string job, CancellationToken cancellationToken)
    {
        try
        {
            var history = await workflows.History(job, cancellationToken);
            return history.Any(entry => entry.ExecutionStarted is not null) ? history : null;
        }
        catch (GrpcException gone) when (gone.Status == GrpcStatus.NotFound)
        {
            return null;
        }
    }

    private static IResult Missing() => Problems.Of(
        ProblemKinds.NotFound, "There is no such job, or no history of its workflow is kept.");
}
