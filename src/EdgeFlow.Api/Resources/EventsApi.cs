using System.Globalization;
using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Events;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/events</c>: everything that happened, in order; and what happens, as it does.</summary>
internal static class EventsApi
{
    private const int MaxFilter = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events", Page).WithSummary("Events in order; JSON lines with Accept: application/x-ndjson")
            .Produces<Page<EventView>>();
        routes.MapGet("/events/watch", Watch).WithSummary("Events as they come; goes on after Last-Event-ID")
            .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<string>(200, "text/event-stream");
        routes.MapGet("/jobs/{job}/watch", WatchJob).WithSummary("A job's events as they come")
            .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<string>(200, "text/event-stream");
    }

    /// <summary>The place after an event.</summary>
    public static string CursorOf(EventView last) =>
        Cursor.Write(last.Sequence.ToString(CultureInfo.InvariantCulture));

    private static async Task<IResult> Page(
        HttpContext http, EventViews events, HttpLimits limits, string? stream, string? type, int? limit,
        string? cursor, long? after)
    {
        var outOfRange = new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place);
        if ((outOfRange ?? Filters(stream, type)) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var from = place is null ? after ?? 0 : Cursor.Number(place[0]) ?? 0;
        var page = await events.Page(stream, type, from, most, http.RequestAborted);
        if (!http.Request.Headers.Accept.ToString().Contains("application/x-ndjson", StringComparison.Ordinal))
        {
            return PageQuery.Page(page, most, CursorOf);
        }

        var lines = page.Select(item => JsonSerializer.Serialize(item, ProtocolJson.Options) + "\n");
        return Results.Text(string.Concat(lines), "application/x-ndjson");
    }

    private static async Task<IResult> Watch(
        HttpContext http, EventViews events, HttpLimits limits, TimeProvider time, IHostApplicationLifetime host,
        string? stream, string? type, long? after)
    {
        if (Filters(stream, type) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        if (ServerSentEvents.After(http, after) is not { } from || from < 0)
        {
            return Problems.Of(
                ProblemKinds.InvalidQuery, "Last-Event-ID and after must be an event's sequence number.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        await ServerSentEvents.Send(
            http, events.Follow(stream, type, from, stop.Token), limits.WatchBeat, time, stop.Token);
        return Results.Empty;
    }

    private static async Task<IResult> WatchJob(
        HttpContext http, EventViews events, Control.Jobs.JobViews jobs, HttpLimits limits, TimeProvider time,
        IHostApplicationLifetime host, string job, long? after) =>
        await jobs.Sinks(job, http.RequestAborted) is null
            ? Problems.Of(ProblemKinds.NotFound, "There is no such job.")
            : await Watch(http, events, limits, time, host, $"job-{job}", null, after);

    private static Refusal? Filters(params string?[] filters) =>
        filters.Any(filter => filter is not null && (filter.Length > MaxFilter || filter.Any(c => c is < '!' or > '~')))
            ? Refusal.Of(
                ProblemKinds.InvalidQuery, "stream and type must be visible ASCII, e.g. job-j1 and job_submitted.")
            : null;
}
