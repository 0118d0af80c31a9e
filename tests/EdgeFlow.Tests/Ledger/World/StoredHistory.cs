using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Reading;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Tests.Ledger.World;

/// <summary>Puts invented events into a database as they are, with their numbers and times: much faster than appends,
/// which would also give them others. The read models know nothing of them until they are rebuilt.</summary>
internal static class StoredHistory
{
    private const string CopyEvents = """
        copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id) from stdin (format binary)
        """;

    private const string MoveStreams = """
        insert into mt_streams (id, type, version, tenant_id)
        select stream_id, split_part(stream_id, '-', 1), version, tenant from unnest($1, $2, $3)
          as moved (stream_id, version, tenant)
        on conflict (id) do update set version = excluded.version
        """;

    /// <summary>Stores them all.</summary>
    public static async Task Write(NpgsqlDataSource database, IReadOnlyList<RecordedEvent> events)
    {
        await using var connection = await database.OpenConnectionAsync();
        await Move(connection, events);
        await using (var copy = await connection.BeginBinaryImportAsync(CopyEvents))
        {
            foreach (var entry in events)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(entry.Sequence, NpgsqlDbType.Bigint);
                await copy.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(entry.StreamId, NpgsqlDbType.Varchar);
                await copy.WriteAsync(entry.Version, NpgsqlDbType.Bigint);
                await copy.WriteAsync(DomainJson.Write(entry.Data), NpgsqlDbType.Jsonb);
                await copy.WriteAsync(entry.EventType, NpgsqlDbType.Varchar);
                await copy.WriteAsync(entry.Timestamp.ToUniversalTime(), NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(entry.Tenant, NpgsqlDbType.Varchar);
            }

            await copy.CompleteAsync();
        }

        await using var next = new NpgsqlCommand("select setval('mt_events_sequence', $1)", connection);
        next.Parameters.AddWithValue(events[^1].Sequence);
        await next.ExecuteScalarAsync();
    }

    private static async Task Move(NpgsqlConnection connection, IReadOnlyList<RecordedEvent> events)
    {
        var last = new Dictionary<string, RecordedEvent>(StringComparer.Ordinal);
        foreach (var entry in events)
        {
            last[entry.StreamId] = entry;
        }

        await using var move = new NpgsqlCommand(MoveStreams, connection);
        move.Parameters.AddWithValue(last.Keys.ToArray());
        move.Parameters.AddWithValue(last.Values.Select(entry => entry.Version).ToArray());
        move.Parameters.AddWithValue(last.Values.Select(entry => entry.Tenant).ToArray());
        await move.ExecuteNonQueryAsync();
    }
}
