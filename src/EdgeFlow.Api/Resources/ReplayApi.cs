using System.Globalization;
using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Events;
using EdgeFlow.Ledger.Replay;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Replays;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/replay</c>: a stretch of the history happens again, for whoever watches.</summary>
internal static class ReplayApi
{
    private const string AsFastAsItCan = "max";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/replay", Replay)
        .WithSummary("Events again at their pace, with what each changed; from and to are times or numbers")
        .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<string>(200, "text/event-stream")
        .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(503, Problems.MediaType);

    private static async Task<IResult> Replay(
        HttpContext http, Replays replays, Worlds worlds, HttpLimits limits, TimeProvider time,
        IHostApplicationLifetime host, string? from, string? to, string? speed)
    {
        var read = await Range(worlds, time, from, to, speed, http.RequestAborted);
        if (read.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        if (!replays.TryEnter())
        {
            return Problems.Of(
                ProblemKinds.Unavailable,
                $"{ReplayLimits.MaxConcurrent} replays run already: try again when one has ended.");
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, host.ApplicationStopping);
            var before = await replays.Before(read.Value!, stop.Token);
            await ServerSentEvents.Send(
                http, Messages(replays, read.Value!, before, stop.Token), text => text, limits.WatchBeat, time,
                stop.Token);
            return Results.Empty;
        }
        finally
        {
            replays.Leave();
        }
    }

    private static async IAsyncEnumerable<string> Messages(
        Replays replays, ReplayRange range, WorldState before,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        yield return Message(
            null, ReplayBegin.MessageType,
            new ReplayBegin(range.From, range.To, range.Speed, ReplayViews.All(before)));
        await foreach (var step in replays.Run(range, before, stop))
        {
            var item = EventViews.View(step.Entry);
            yield return Message(item.Sequence, item.Type, new ReplayedEvent(
                item.Sequence, item.Stream, item.Version, item.Type, item.At, item.Data, item.Actor, item.Correlation,
                item.Causation, step.Change));
        }

        yield return Message(null, ReplayBegin.EndType, new object());
    }

    private static string Message<T>(long? id, string type, T data) =>
        $"{(id is null ? "" : $"id: {id}\n")}event: {type}\n"
        + $"data: {JsonSerializer.Serialize(data, ProtocolJson.Options)}\n\n";

    private static async Task<Answer<ReplayRange>> Range(
        Worlds worlds, TimeProvider time, string? from, string? to, string? speed,
        CancellationToken cancellationToken)
    {
        double? pace = speed is null ? 1 : null;
        if (speed is not null and not AsFastAsItCan)
        {
            if (!double.TryParse(speed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var times)
                || times is not (>= ReplayLimits.MinSpeed and <= ReplayLimits.MaxSpeed))
            {
                return Refusal.Of(
                    ProblemKinds.InvalidQuery,
                    $"speed must be {ReplayLimits.MinSpeed} to {ReplayLimits.MaxSpeed}, or {AsFastAsItCan}.");
            }

            pace = times;
        }

        var last = await worlds.Last(cancellationToken);
        var begin = await Place(worlds, from, 1, first: true, cancellationToken);
        var end = await Place(worlds, to, last, first: false, cancellationToken);
        if (begin is null || end is null)
        {
            return Refusal.Of(
                ProblemKinds.InvalidQuery,
                "from and to must be times as in ISO 8601, e.g. 2026-01-31T12:00:00Z, or numbers of events.");
        }

        if (begin > last + 1 || (EventQuery.Time(from, out var at) && at > time.GetUtcNow()))
        {
            return Refusal.Of(ProblemKinds.InvalidQuery, $"from is in the future: the last event is {last}.");
        }

        // Two times between the same two events are a stretch without any.
        return begin - 1 > end
            ? Refusal.Of(ProblemKinds.InvalidQuery, $"from (event {begin}) comes after to (event {end}).")
            : new ReplayRange(Math.Max(1, begin.Value), Math.Min(end.Value, last), pace);
    }

    // A time is the first event of then or later where something begins, the last one of then or before where it ends.
    private static async Task<long?> Place(
        Worlds worlds, string? text, long byDefault, bool first, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return byDefault;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (!EventQuery.Time(text, out var at))
        {
            return null;
        }

        // The database counts microseconds: the last event before a time is the last one of a microsecond less.
        var before = new DateTimeOffset(Math.Max(0, at!.Value.Ticks - TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return first
            ? await worlds.SequenceAt(before, cancellationToken) + 1
            : await worlds.SequenceAt(at.Value, cancellationToken);
    }
}
