using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Control.Events;

/// <summary>What happened? Reads events for people and programs, of one stream or of all. Thread safe.</summary>
public sealed class EventViews(PostgresEventStore store)
{
    /// <summary>Most events on one page.</summary>
    public const int MaxPage = 1_000;

    /// <summary>Events after a place, in order.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last sequence number of the page before; 0 to begin.</param>
    /// <param name="limit">Most events, 1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<EventView>> Page(
        EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var select = EventSql.Page(store.DataSource, filter, after, limit);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<EventView>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new EventView(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), Parse(reader.GetString(5)), Text(6), Text(7), Text(8)));
        }

        return page;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>Events after a place, then those that come, for ever: in order, none left out.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last sequence number that is known already; 0 for none.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public async IAsyncEnumerable<EventView> Follow(
        EventFilter filter, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await foreach (var batch in store.Follow(after, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in batch.Where(filter.Matches))
            {
                yield return View(entry);
            }
        }
    }

    /// <summary>A stored event as it is told. Pure.</summary>
    public static EventView View(RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new EventView(
            entry.Sequence, entry.StreamId, entry.Version, entry.EventType, entry.Timestamp,
            Parse(entry.Data is UnknownEvent unknown ? unknown.Json : DomainJson.Write(entry.Data)),
            entry.Metadata.Actor, entry.Metadata.CorrelationId, entry.Metadata.CausationId);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
