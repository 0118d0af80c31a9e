using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Protocol.Events;
using NpgsqlTypes;

namespace EdgeFlow.Control.Events;

/// <summary>What happened? Reads events for people and programs, of one stream or of all. Thread safe.</summary>
public sealed class EventViews(PostgresEventStore store)
{
    /// <summary>Most events on one page.</summary>
    public const int MaxPage = 1_000;

    private const string SelectPage = """
        select seq_id, stream_id, version, type, timestamp, data::text from mt_events
        where seq_id > $1 and ($2::text is null or stream_id = $2) and ($3::text is null or type = $3)
        order by seq_id limit $4
        """;

    /// <summary>Events after a place, in order.</summary>
    /// <param name="stream">Only of this stream; null for all.</param>
    /// <param name="type">Only of this type; null for all.</param>
    /// <param name="after">The last sequence number of the page before; 0 to begin.</param>
    /// <param name="limit">Most events, 1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<EventView>> Page(
        string? stream, string? type, long after, int limit, CancellationToken cancellationToken)
    {
        await using var select = store.DataSource.CreateCommand(SelectPage);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)stream ?? DBNull.Value);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)type ?? DBNull.Value);
        select.Parameters.AddWithValue(limit);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<EventView>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new EventView(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), Parse(reader.GetString(5))));
        }

        return page;
    }

    /// <summary>Events after a place, then those that come, for ever: in order, none left out.</summary>
    public async IAsyncEnumerable<EventView> Follow(
        string? stream, string? type, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in store.Follow(after, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in batch.Where(entry => (stream is null || entry.StreamId == stream)
                && (type is null || entry.EventType == type)))
            {
                yield return View(entry);
            }
        }
    }

    private static EventView View(RecordedEvent entry) => new(
        entry.Sequence, entry.StreamId, entry.Version, entry.EventType, entry.Timestamp,
        Parse(entry.Data is UnknownEvent unknown ? unknown.Json : DomainJson.Write(entry.Data)));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
