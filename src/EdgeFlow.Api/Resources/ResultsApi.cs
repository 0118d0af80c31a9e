using System.Globalization;
using EdgeFlow.Api.Dapr;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Results;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/jobs/{job}/results</c>: what came out, once a frame.</summary>
internal static class ResultsApi
{
    public static void Map(IEndpointRouteBuilder routes, HttpLimits limits)
    {
        routes.MapGet("/jobs/{job}/results", Page).WithSummary("Results, by task and frame")
            .Produces<Page<StoredResult>>();
        routes.MapGet("/jobs/{job}/results/progress", Progress).WithSummary("Which frames are done, for sources")
            .Produces<ResultProgress>();
        routes.MapPost("/jobs/{job}/results", Take).WithSummary("Results of a sink; 409 when its epoch is old")
            .Accepts<ResultBatch>("application/json").Produces<ResultReceipt>()
            .Produces<Problem>(409, Problems.MediaType)
            .WithMetadata(new RequestSizeLimitAttribute(limits.MaxResults));
    }

    private static async Task<IResult> Take(HttpContext http, ResultDesk desk, string job)
    {
        var body = await JsonBody.Read<ResultBatch>(http.Request, http.RequestAborted);
        return (body.Refusal ?? NodeSpeaker.Check(http, body.Value!.Node)) is { } wrong
            ? Problems.Of(wrong)
            : Replies.Of(await desk.Take(job, body.Value!, http.RequestAborted));
    }

    private static async Task<IResult> Progress(HttpContext http, ProgressQuery query, JobViews jobs, string job) =>
        await jobs.Sinks(job, http.RequestAborted) is { } sinks
            ? Replies.Json(await query.Progress(job, sinks, http.RequestAborted))
            : Problems.Of(ProblemKinds.NotFound, "There is no such job.");

    private static async Task<IResult> Page(
        HttpContext http, ResultQueries results, JobViews jobs, HttpLimits limits, string job, string? task, int? limit,
        string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 2, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        if (await jobs.Sinks(job, http.RequestAborted) is null)
        {
            return Problems.Of(ProblemKinds.NotFound, "There is no such job.");
        }

        if (task is not null && Names.Check("task", task) is { } bad)
        {
            return Problems.Of(bad);
        }

        var after = place is null ? ((string, long)?)null : (place[0], Cursor.Number(place[1]) ?? -1);
        return PageQuery.Page(
            await results.Page(job, task, after, most, http.RequestAborted), most,
            last => Cursor.Write(last.Task, last.Frame.ToString(CultureInfo.InvariantCulture)));
    }
}
