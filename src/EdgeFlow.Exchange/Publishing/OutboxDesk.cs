using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;
using EdgeFlow.Exchange.Submissions;
using EdgeFlow.Protocol.Outbox;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>Answers questions about publishing, and publishes again what was set aside. Thread safe.</summary>
/// <param name="store">The events.</param>
/// <param name="setAside">What was set aside.</param>
/// <param name="messages">What became of messages.</param>
/// <param name="meter">What this process did.</param>
/// <param name="options">What is exchanged.</param>
/// <param name="leader">Whether this process publishes.</param>
/// <param name="pubsub">The sidecar's topics; null where there is none.</param>
/// <param name="time">The clock.</param>
public sealed class OutboxDesk(
    PostgresEventStore store, SetAsideStore setAside, MessageCounts messages, OutboxMeter meter,
    ExchangeOptions options, Leader leader, DaprPubSub? pubsub, TimeProvider time)
{
    /// <summary>Up to how many events that are not yet published are counted.</summary>
    public const int MaxCounted = 100_000;

    private const string Unpublished = """
        select count(*), min(timestamp), (select coalesce(max(seq_id), 0) from mt_events) from (
          select timestamp from mt_events where seq_id > $1 and type = any($2) order by seq_id limit $3) later
        """;

    /// <summary>How far it is.</summary>
    /// <param name="cancel">Gives up.</param>
    public async Task<OutboxView> Status(CancellationToken cancel)
    {
        var counts = await messages.All(cancel).ConfigureAwait(false);
        var submissions = options.Submissions?.ToString();
        if (options.Publish is not { } target)
        {
            return new OutboxView(null, false, 0, 0, 0, 0, 0, null, submissions, counts);
        }

        var position = await store.Checkpoint(OutboxTerm.NoteOf(target), cancel).ConfigureAwait(false) ?? 0;
        await using var select = store.DataSource.CreateCommand(Unpublished);
        select.Parameters.AddWithValue(position);
        select.Parameters.AddWithValue(PublicEvents.StoredNames);
        select.Parameters.AddWithValue(MaxCounted);
        await using var reader = await select.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await reader.ReadAsync(cancel).ConfigureAwait(false);
        var behind = reader.GetInt64(0);
        var oldest = reader.IsDBNull(1) ? time.GetUtcNow() : reader.GetFieldValue<DateTimeOffset>(1);
        return new OutboxView(
            target.ToString(), leader.IsLeading, position, reader.GetInt64(2), behind,
            behind == 0 ? 0 : Math.Max(0, (time.GetUtcNow() - oldest).TotalMilliseconds),
            await setAside.Count(target.ToString(), cancel).ConfigureAwait(false), meter.Figures(), submissions,
            counts);
    }

    /// <summary>What was set aside, oldest first; nothing where nothing is published.</summary>
    /// <param name="after">The last place of the page before; 0 to begin.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<SetAsideEvent>> SetAside(long after, int limit, CancellationToken cancel) =>
        options.Publish is { } target
            ? await setAside.Page(target.ToString(), after, limit, cancel).ConfigureAwait(false)
            : [];

    /// <summary>Publishes an event that was set aside, now, out of its order; it is forgotten once the broker has
    /// it.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="cancel">Gives up; the event may still be published.</param>
    public async Task<Answer<SetAsideEvent>> Retry(long sequence, CancellationToken cancel)
    {
        if (options.Publish is not { } target || pubsub is null
            || await setAside.Find(target.ToString(), sequence, cancel).ConfigureAwait(false) is not { } found)
        {
            return Refusal.Of(ProblemKinds.NotFound, "There is no such event set aside.");
        }

        var page = await store.ReadAll(sequence - 1, 1, cancel).ConfigureAwait(false);
        if (page.Events.FirstOrDefault() is not { } entry || entry.Sequence != sequence
            || CloudEventWriter.Write(entry) is not { } message)
        {
            return Refusal.Of(
                ProblemKinds.Conflict, "The event cannot be told: it is archived, or this version does not know it.");
        }

        try
        {
            await pubsub.Publish(
                target.Component, target.Topic,
                new TopicMessage(message.Json, CloudEvent.ContentType, message.Subject), cancel).ConfigureAwait(false);
        }
        catch (DaprException refused)
        {
            await setAside.Add(found with { Attempts = 1, Reason = refused.Message }, cancel).ConfigureAwait(false);
            return Refusal.Of(ProblemKinds.Unavailable, $"The broker did not take it: {refused.Message}");
        }

        await setAside.Remove(target.ToString(), sequence, cancel).ConfigureAwait(false);
        return found;
    }
}
