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
        select seq_id, stream_id, version, type, timestamp, data::text, headers ->> 'actor', correlation_id,
               causation_id
        from mt_events
        where seq_id > $1 and ($2::text is null or stream_id = $2) and (cardinality($3) = 0 or type = any ($3))
          and ($4::timestamptz is null or timestamp >= $4) and ($5::timestamptz is null or timestamp < $5)
          and ($6::text is null or headers ->> 'actor' = $6) and ($7::text is null or correlation_id = $7)

        """;

    private const string OfTenant =
        "and tenant_id = $9 and (stream_id like 'job-%' or stream_id like 'application-%') ";

    // The words by which the database knows that the index of tenants' events has them all.
    private const string NotDefault = "and tenant_id <> '*DEFAULT*' ";
    private const string InOrder = "order by seq_id limit $8";

    /// <summary>Events after a place, in order.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last sequence number of the page before; 0 to begin.</param>
    /// <param name="limit">Most events, 1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<EventView>> Page(
        EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var select = store.DataSource.CreateCommand(SelectPage + Of(filter.Tenant) + InOrder);
        select.Parameters.AddWithValue(after);
        Add(NpgsqlDbType.Text, filter.Stream);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, filter.Types.ToArray());
        Add(NpgsqlDbType.TimestampTz, filter.Since?.ToUniversalTime());
        Add(NpgsqlDbType.TimestampTz, filter.Until?.ToUniversalTime());
        Add(NpgsqlDbType.Text, filter.Actor);
        Add(NpgsqlDbType.Text, filter.Correlation);
        select.Parameters.AddWithValue(limit);
        if (filter.Tenant is { } tenant)
        {
            select.Parameters.AddWithValue(tenant);
        }

        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<EventView>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new EventView(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), Parse(reader.GetString(5)), Text(6), Text(7), Text(8)));
        }

        return page;

        void Add(NpgsqlDbType type, object? value) => select.Parameters.AddWithValue(type, value ?? DBNull.Value);
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

    private static string Of(string? tenant) => tenant switch
    {
        null => "",
        Tenancy.Default => OfTenant,
        _ => OfTenant + NotDefault,
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
