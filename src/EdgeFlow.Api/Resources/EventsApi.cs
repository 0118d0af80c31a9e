using System.Globalization;
using System.Text.Json;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Events;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/events</c>: everything that happened, in order; and what happens, as it does.</summary>
internal static class EventsApi
{
    // Events are numbered when they are stored and timed when their append began: two that overlap may stand the other
    // way round. None takes as long as this.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

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
        HttpContext http, EventViews events, Worlds worlds, Redactor redactor, HttpLimits limits,
        [AsParameters] EventQuery query, int? limit, string? cursor, long? after)
    {
        var outOfRange = new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place);
        if ((query.Read(out var filter) ?? outOfRange) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var from = place is null ? after ?? 0 : Cursor.Number(place[0]) ?? 0;
        var tenant = http.Caller().Tenant;
        (filter, from) = await Narrow(worlds, filter with { Tenant = tenant }, from, http.RequestAborted);
        var page = await events.Page(filter, from, most, http.RequestAborted);
        if (!http.Request.Headers.Accept.ToString().Contains("application/x-ndjson", StringComparison.Ordinal))
        {
            return PageQuery.Page(page, most, CursorOf);
        }

        if (tenant is not null)
        {
            page = await redactor.Redact(page.ToAsyncEnumerable(), tenant, http.RequestAborted)
                .ToListAsync(http.RequestAborted);
        }

        var lines = page.Select(item => JsonSerializer.Serialize(item, ProtocolJson.Options) + "\n");
        return Results.Text(string.Concat(lines), "application/x-ndjson");
    }

    private static async Task<IResult> Watch(
        HttpContext http, EventStreams streams, Worlds worlds, [AsParameters] EventQuery query, long? after)
    {
        if (query.Read(out var filter) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var (_, from) = await Narrow(worlds, filter, after ?? 0, http.RequestAborted);
        return await streams.Send(http, filter, from);
    }

    private static async Task<IResult> WatchJob(
        HttpContext http, EventStreams streams, Control.Jobs.JobViews jobs, string job, long? after) =>
        await jobs.Sinks(job, http.RequestAborted) is null
            ? Problems.Of(ProblemKinds.NotFound, "There is no such job.")
            : await streams.Send(http, new EventFilter { Stream = $"job-{job}" }, after);

    // Times become places, so that no event before or behind them is looked at.
    private static async Task<(EventFilter Filter, long From)> Narrow(
        Worlds worlds, EventFilter filter, long from, CancellationToken cancellationToken)
    {
        if (filter.Since is { } since)
        {
            from = Math.Max(from, await worlds.SequenceAt(Moved(since, -Overlap), cancellationToken));
        }

        return filter.Until is { } until
            ? (filter with { Last = await worlds.SequenceAt(Moved(until, Overlap), cancellationToken) }, from)
            : (filter, from);
    }

    private static DateTimeOffset Moved(DateTimeOffset time, TimeSpan by) =>
        by < TimeSpan.Zero
            ? time - DateTimeOffset.MinValue < -by ? DateTimeOffset.MinValue : time + by
            : DateTimeOffset.MaxValue - time < by ? DateTimeOffset.MaxValue : time + by;
}
