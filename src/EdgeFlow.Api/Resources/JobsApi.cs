using System.Globalization;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Events;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/jobs</c>: runs of applications.</summary>
internal static class JobsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/jobs", Submit).WithSummary("Runs an application").Accepts<JobSubmission>("application/json")
            .Produces<JobView>(202).Produces<JobView>().Produces<Problem>(400, Problems.MediaType);
        routes.MapPost("/jobs/{job}/rerun", Rerun)
            .WithSummary("Runs it again; a batch job keeps the results that would come out the same")
            .Accepts<JobRerun>("application/json").Produces<JobView>(202).Produces<JobView>()
            .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(404, Problems.MediaType);
        routes.MapGet("/jobs", Page).WithSummary("Jobs, newest first; ?at= as they were").Produces<Page<JobView>>();
        routes.MapGet("/jobs/{job}", Find).WithSummary("One job, task by task; ?at= as it was").Produces<JobView>()
            .Produces<Problem>(404, Problems.MediaType);
        routes.MapPost("/jobs/{job}/cancel", Cancel).WithSummary("Asks to cancel it").Produces<JobView>(202);
        routes.MapDelete("/jobs/{job}", Cancel).WithSummary("Asks to cancel it").Produces<JobView>(202);
        routes.MapGet("/jobs/{job}/history", History).WithSummary("Its events, in order").Produces<Page<EventView>>();
    }

    private static async Task<IResult> Submit(HttpContext http, JobRegistry jobs)
    {
        var body = await JsonBody.Read<JobSubmission>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var key = http.Request.Headers[Idempotency.Header].ToString();
        var answer = await jobs.Submit(
            body.Value!, key.Length == 0 ? null : key, RequestStory.Of(http), http.Caller().Tenant,
            http.RequestAborted);
        return answer.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Replies.Made(
                http, answer.Value!, $"/v1/jobs/{answer.Value!.Value.Job}", Revision(answer.Value.Value), 202);
    }

    private static async Task<IResult> Rerun(HttpContext http, RerunDesk reruns, string job)
    {
        var body = await JsonBody.Read<JobRerun>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var key = http.Request.Headers[Idempotency.Header].ToString();
        var answer = await reruns.Submit(
            job, body.Value!, key.Length == 0 ? null : key, RequestStory.Of(http), http.RequestAborted);
        return answer.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Replies.Made(
                http, answer.Value!, $"/v1/jobs/{answer.Value!.Value.Job}", Revision(answer.Value.Value), 202);
    }

    private static async Task<IResult> Find(HttpContext http, JobViews jobs, PastReads past, string job, string? at)
    {
        if (at is not null)
        {
            return await past.Of(at, http, async (world, _) =>
                Replies.Found(await past.Job(world, job, http.RequestAborted), "job then"));
        }

        var view = await jobs.Find(job, http.RequestAborted);
        if (view is not null)
        {
            Tags.Set(http, view.Revision);
        }

        return Replies.Found(view, "job");
    }

    private static async Task<IResult> Page(
        HttpContext http, JobList jobs, PastReads past, HttpLimits limits, int? limit, string? cursor, string? status,
        string? application, string? at)
    {
        if (new PageQuery(limit, cursor).Read(limits, 2, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        JobStatus? only = null;
        if (status is not null)
        {
            if (!Enum.TryParse<JobStatus>(status, ignoreCase: true, out var parsed) || int.TryParse(status, out _))
            {
                var known = string.Join(", ", Enum.GetNames<JobStatus>());
                return Problems.Of(ProblemKinds.InvalidQuery, $"status must be one of: {known}.");
            }

            only = parsed;
        }

        if (application is not null && Names.Check("application", application) is { } bad)
        {
            return Problems.Of(bad);
        }

        var before = place is null ? ((DateTimeOffset, string)?)null : (Time(place[0]), place[1]);
        if (at is not null)
        {
            return await past.Of(at, http, async (world, tenant) => JobsPage(
                await past.Jobs(world, before, only, application, tenant, most, http.RequestAborted), most));
        }

        return JobsPage(
            await jobs.Page(before, only, application, http.Caller().Tenant, most, http.RequestAborted), most);
    }

    private static IResult JobsPage(IReadOnlyList<JobView> page, int most) => PageQuery.Page(
        page, most, last => Cursor.Write(last.SubmittedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), last.Job));

    private static async Task<IResult> Cancel(HttpContext http, JobRegistry jobs, string job)
    {
        var metadata = RequestStory.Of(http);
        var answer = await jobs.Cancel(job, metadata.Actor!, Tags.Seen(http), metadata, http.RequestAborted);
        return answer.Refusal is { } refusal ? Problems.Of(refusal) : Replies.Json(answer.Value, 202);
    }

    private static async Task<IResult> History(
        HttpContext http, EventViews events, JobViews jobs, HttpLimits limits, string job, int? limit, string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var after = place is null ? 0 : Cursor.Number(place[0]) ?? 0;
        var page = await events.Page(
            new EventFilter { Stream = $"job-{job}" }, after, most, http.RequestAborted);
        return page.Count == 0 && place is null && await jobs.Find(job, http.RequestAborted) is null
            ? Problems.Of(ProblemKinds.NotFound, "There is no such job.")
            : PageQuery.Page(page, most, EventsApi.CursorOf);
    }

    private static DateTimeOffset Time(string ticks) =>
        new(Math.Clamp(Cursor.Number(ticks) ?? 0, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    private static string Revision(JobView job) => job.Revision.ToString(CultureInfo.InvariantCulture);
}
