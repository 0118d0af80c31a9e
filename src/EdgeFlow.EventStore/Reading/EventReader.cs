using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.Registry;
using Npgsql;

namespace EdgeFlow.EventStore.Reading;

/// <summary>Reads events of one stream, or of all in an order that skips none.</summary>
internal sealed class EventReader(
    NpgsqlDataSource dataSource, ConnectionRetry retry, EventRegistry registry, SettledSequence settled)
{
    private const int StreamPageSize = 1000;
    private const int SettleLooksMax = 10_000;
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(5);

    private const string Columns = """
        select seq_id, id, stream_id, version, type, data, timestamp, correlation_id, causation_id,
               headers ->> 'actor', tenant_id
        from mt_events
        """;

    private const string OfStream = Columns + " where stream_id = $1 and version >= $2 order by version limit $3";
    private const string OfTypes = Columns
        + " where seq_id > $1 and seq_id <= $2 and type = any ($3) order by seq_id limit $4";

    private const string OfAll = Columns + " where seq_id > $1 order by seq_id limit $2";

    public async IAsyncEnumerable<RecordedEvent> ReadStream(
        string streamId, long fromVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = fromVersion; ;)
        {
            var page = await retry.Run(
                token => Read(
                    dataSource.CreateCommand(OfStream), token,
                    Sql.Value(streamId), Sql.Value(from), Sql.Value(StreamPageSize)),
                cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page)
            {
                yield return recorded;
            }

            if (page.Count < StreamPageSize)
            {
                yield break;
            }

            from = page[^1].Version + 1;
        }
    }

    public Task<EventPage> ReadAll(long afterSequence, int limit, CancellationToken cancellationToken) =>
        retry.Run(token => TryReadAll(afterSequence, limit, token), cancellationToken);

    /// <summary>Reads a page of some types up to a place, without regard to gaps: right only where the place is
    /// <see cref="Settled"/>, or while nobody can append.</summary>
    public Task<IReadOnlyList<RecordedEvent>> ReadOfTypes(
        NpgsqlConnection connection, long afterSequence, long last, string[] names, int limit,
        CancellationToken cancellationToken) =>
        Read(
            new NpgsqlCommand(OfTypes, connection), cancellationToken, Sql.Value(afterSequence), Sql.Value(last),
            Sql.Texts(names), Sql.Value(limit));

    /// <summary>The last event that was there when asked, once everything before it is visible or will never
    /// be.</summary>
    /// <exception cref="TimeoutException">An append did not end.</exception>
    public async Task<long> Settled(TimeProvider time, CancellationToken cancellationToken)
    {
        await using var select = dataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        var last = (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        for (var look = 0; settled.Value < last; look++)
        {
            if (look >= SettleLooksMax)
            {
                throw new TimeoutException($"An append before event {last} has not ended.");
            }

            await settled.Advance(last, cancellationToken).ConfigureAwait(false);
            if (settled.Value < last)
            {
                await Task.Delay(SettlePause, time, cancellationToken).ConfigureAwait(false);
            }
        }

        return last;
    }

    private async Task<EventPage> TryReadAll(long afterSequence, int limit, CancellationToken cancellationToken)
    {
        var page = await ReadPrefix(afterSequence, limit, cancellationToken).ConfigureAwait(false);
        if (page.Held is not { } seen)
        {
            return new EventPage(page.Events, HeldBack: false);
        }

        if (page.Events.Count == 0)
        {
            // The gap is right in front. It may have been settled while we looked; if so, look once more.
            await settled.Advance(seen, cancellationToken).ConfigureAwait(false);
            page = await ReadPrefix(afterSequence, limit, cancellationToken).ConfigureAwait(false);
        }

        return new EventPage(page.Events, page.Held is not null);
    }

    private async Task<(IReadOnlyList<RecordedEvent> Events, long? Held)> ReadPrefix(
        long afterSequence, int limit, CancellationToken cancellationToken)
    {
        // Taken before the query starts: what is settled now is visible to it.
        var safe = settled.Value;
        var events = await Read(
            dataSource.CreateCommand(OfAll), cancellationToken, Sql.Value(afterSequence), Sql.Value(limit))
            .ConfigureAwait(false);
        var previous = afterSequence;
        for (var i = 0; i < events.Count; previous = events[i].Sequence, i++)
        {
            // Nothing is missing before this event, or what is missing will never be.
            if (events[i].Sequence - 1 > Math.Max(previous, safe))
            {
                return ([.. events.Take(i)], events[^1].Sequence);
            }
        }

        return (events, null);
    }

    private async Task<IReadOnlyList<RecordedEvent>> Read(
        NpgsqlCommand command, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var owned = command;
        command.Parameters.AddRange(parameters);
        try
        {
            var events = new List<RecordedEvent>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                events.Add(Recorded(reader));
            }

            return events;
        }
        catch (Exception fault) when (fault is PostgresException
            or OperationCanceledException { InnerException: PostgresException })
        {
            // Given up while its connection prepared it, as when a watcher leaves: what Npgsql takes for prepared
            // there may be wrong now (npgsql/npgsql#6391), so nobody is to be answered over it.
            dataSource.Clear();
            throw;
        }
    }

    private RecordedEvent Recorded(NpgsqlDataReader reader)
    {
        var (sequence, streamId, eventType) = (reader.GetInt64(0), reader.GetString(2), reader.GetString(4));
        try
        {
            return new RecordedEvent(
                sequence, reader.GetGuid(1), streamId, reader.GetInt64(3), eventType,
                registry.Read(eventType, reader.GetString(5)), reader.GetDateTime(6),
                new EventMetadata(Text(reader, 7), Text(reader, 8), Text(reader, 9)))
            {
                Tenant = Text(reader, 10) ?? Tenancy.Default,
            };
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException(
                $"Event {sequence} of stream '{streamId}' cannot be read: {cause.Message}", cause);
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
