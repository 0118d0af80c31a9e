using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Npgsql;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>Reads instances that are not in memory, and all unfinished ones at a take-over. Thread-safe.</summary>
internal sealed class InstanceReader(NpgsqlDataSource source)
{
    private const string Columns = """
        instance_id, key, app_id, parent_id, status, created_at, updated_at, completed_at, start, outcome
        """;

    /// <summary>The row of an instance, or null.</summary>
    public async Task<InstanceRow?> Find(string instanceId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            $"SELECT {Columns} FROM workflow.instances WHERE instance_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = instanceId });
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        return await reader.ReadAsync(cancel).ConfigureAwait(false) ? ReadRow(reader) : null;
    }

    /// <summary>
    /// The history of an instance by its key, oldest first; continue-as-new leaves only the last execution.
    /// </summary>
    public async Task<IReadOnlyList<HistoryEvent>> History(long key, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            "SELECT data FROM workflow.journal WHERE key = $1 AND kind = $2 ORDER BY seq");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)JournalKind.Turn });
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var events = new List<HistoryEvent>();
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            events.AddRange(EventLog.Decode((byte[])reader[0]));
        }

        return events;
    }

    /// <summary>
    /// Up to <paramref name="limit"/> ids of an application after <paramref name="after"/>, in their bytes' order.
    /// </summary>
    public async Task<IReadOnlyList<string>> Ids(string appId, string after, int limit, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            SELECT instance_id FROM workflow.instances
            WHERE app_id = $1 AND instance_id > $2 ORDER BY instance_id LIMIT $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = appId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>Folds the state of every unfinished instance from its journal.</summary>
    public async Task<IReadOnlyList<InstanceState>> LoadUnfinished(CancellationToken cancel)
    {
        var states = new Dictionary<long, InstanceState>();
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using (var rows = new NpgsqlCommand(
            $"SELECT {Columns} FROM workflow.instances WHERE completed_at IS NULL ORDER BY key", connection))
        {
            await using var reader = await rows.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            while (await reader.ReadAsync(cancel).ConfigureAwait(false))
            {
                var row = ReadRow(reader);
                states.Add(row.Key, Restore(row));
            }
        }

        await using var journal = new NpgsqlCommand(
            """
            SELECT j.key, j.seq, j.kind, j.consumed, j.data
            FROM workflow.journal j JOIN workflow.instances i ON i.key = j.key
            WHERE i.completed_at IS NULL ORDER BY j.key, j.seq
            """,
            connection);
        await using var entries = await journal.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await entries.ReadAsync(cancel).ConfigureAwait(false))
        {
            var state = states[entries.GetInt64(0)];
            var kind = (JournalKind)entries.GetInt16(2);
            InstanceEvolver.Fold(state, new JournalRow(kind, entries.GetInt32(3), (byte[])entries[4]));
            state.NextSequence = entries.GetInt32(1) + 1;
            state.RowChanged = false;
        }

        return [.. states.Values];
    }

    private static InstanceState Restore(InstanceRow row)
    {
        var outcome = row.DecodeOutcome();
        return new InstanceState(row.Key, row.InstanceId, row.AppId, row.Start, row.CreatedAt)
        {
            UpdatedAt = row.UpdatedAt,
            CustomStatus = outcome.CustomStatus,
        };
    }

    private static InstanceRow ReadRow(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1),
        reader.GetString(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        (OrchestrationStatus)reader.GetInt16(4),
        reader.GetFieldValue<DateTimeOffset>(5),
        reader.GetFieldValue<DateTimeOffset>(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
        ExecutionStartedEvent.Parser.ParseFrom((byte[])reader[8]),
        reader.IsDBNull(9) ? null : (byte[])reader[9]);
}
