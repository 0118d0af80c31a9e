using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>
/// Writes one <see cref="WriteSet"/> as one transaction in one round trip. Not thread-safe: commits follow each other.
/// </summary>
internal static class CommitWriter
{
    // It locks the ownership row until the commit ends, so that a take-over waits for it; a deposed owner finds another
    // token and fails as a whole. The function is called only to say why.
    private const string FenceSql = """
        WITH mine AS (
          UPDATE workflow.ownership SET batch = $2, expires_at = clock_timestamp() + $3
          WHERE only_row AND token = $1 AND batch = $2 - 1 RETURNING 1)
        SELECT workflow.refuse($1, $2) WHERE NOT EXISTS (SELECT FROM mine)
        """;

    // An ended instance of the same id goes with its journal, which is found by the key that it has until then.
    private const string CreateSql = """
        WITH replaced AS (
          DELETE FROM workflow.journal j USING workflow.instances i WHERE i.instance_id = ANY($1) AND j.key = i.key)
        INSERT INTO workflow.instances AS i
          (instance_id, key, app_id, parent_id, status, created_at, updated_at, completed_at, start, outcome, name)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[],
          $7::timestamptz[], $8::timestamptz[], $9::bytea[], $10::bytea[], $11::text[])
        ON CONFLICT (instance_id) DO UPDATE SET key = excluded.key, app_id = excluded.app_id,
          parent_id = excluded.parent_id, status = excluded.status, created_at = excluded.created_at,
          updated_at = excluded.updated_at, completed_at = excluded.completed_at, start = excluded.start,
          outcome = excluded.outcome, name = excluded.name
        """;

    private const string ChangeSql = """
        UPDATE workflow.instances i
        SET status = u.status, updated_at = u.updated_at, completed_at = u.completed_at, start = u.start,
          outcome = u.outcome
        FROM unnest($1::bigint[], $2::smallint[], $3::timestamptz[], $4::timestamptz[], $5::bytea[], $6::bytea[])
          AS u(key, status, updated_at, completed_at, start, outcome)
        WHERE i.key = u.key
        """;

    private const string JournalSql = """
        INSERT INTO workflow.journal (key, seq, kind, consumed, data)
        SELECT * FROM unnest($1::bigint[], $2::integer[], $3::smallint[], $4::integer[], $5::bytea[])
        """;

    private const string ObsoleteSql = """
        DELETE FROM workflow.journal j USING unnest($1::bigint[], $2::integer[]) AS u(key, before)
        WHERE j.key = u.key AND j.seq < u.before
        """;

    private const string RemoveSql = """
        WITH gone AS (DELETE FROM workflow.instances WHERE key = ANY($1) RETURNING key)
        DELETE FROM workflow.journal j USING gone WHERE j.key = gone.key
        """;

    /// <summary>
    /// Builds the batch; the fence is its first command, so that a deposed owner's batch fails whole.
    /// </summary>
    public static NpgsqlBatch Build(
        NpgsqlConnection connection, WriteSet set, long token, long number, TimeSpan lease)
    {
        var batch = new NpgsqlBatch(connection);
        var fence = Add(batch, FenceSql);
        AddParameter(fence, token);
        AddParameter(fence, number);
        AddParameter(fence, lease);
        if (set.Created.Count > 0)
        {
            AddCreated(batch, set.Created);
        }

        if (set.Changed.Count > 0)
        {
            AddChanged(batch, set.Changed);
        }

        if (set.Journal.Count > 0)
        {
            AddJournal(batch, set.Journal);
        }

        if (set.Obsolete.Count > 0)
        {
            var command = Add(batch, ObsoleteSql);
            AddParameter(command, set.Obsolete.ConvertAll(item => item.Key).ToArray());
            AddParameter(command, set.Obsolete.ConvertAll(item => item.Before).ToArray());
        }

        if (set.Removed.Count > 0)
        {
            AddParameter(Add(batch, RemoveSql), set.Removed.ToArray());
        }

        return batch;
    }

    private static void AddCreated(NpgsqlBatch batch, List<InstanceRow> rows)
    {
        var command = Add(batch, CreateSql);
        AddParameter(command, rows.ConvertAll(row => row.InstanceId).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.Key).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.AppId).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.ParentId).ToArray(), NpgsqlDbType.Text);
        AddParameter(command, Statuses(rows));
        AddParameter(command, rows.ConvertAll(row => row.CreatedAt).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.UpdatedAt).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.CompletedAt).ToArray(), NpgsqlDbType.TimestampTz);
        AddParameter(command, Starts(rows));
        AddParameter(command, rows.ConvertAll(row => row.Outcome).ToArray(), NpgsqlDbType.Bytea);
        AddParameter(command, rows.ConvertAll(row => row.Start.Name).ToArray());
    }

    private static void AddChanged(NpgsqlBatch batch, List<InstanceRow> rows)
    {
        var command = Add(batch, ChangeSql);
        AddParameter(command, rows.ConvertAll(row => row.Key).ToArray());
        AddParameter(command, Statuses(rows));
        AddParameter(command, rows.ConvertAll(row => row.UpdatedAt).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.CompletedAt).ToArray(), NpgsqlDbType.TimestampTz);
        AddParameter(command, Starts(rows));
        AddParameter(command, rows.ConvertAll(row => row.Outcome).ToArray(), NpgsqlDbType.Bytea);
    }

    private static void AddJournal(NpgsqlBatch batch, List<JournalEntry> rows)
    {
        var command = Add(batch, JournalSql);
        AddParameter(command, rows.ConvertAll(row => row.Key).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.Sequence).ToArray());
        AddParameter(command, rows.ConvertAll(row => (short)row.Row.Kind).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.Row.Consumed).ToArray());
        AddParameter(command, rows.ConvertAll(row => row.Row.Data).ToArray());
    }

    private static short[] Statuses(List<InstanceRow> rows) => rows.ConvertAll(row => (short)row.Status).ToArray();

    private static byte[][] Starts(List<InstanceRow> rows) => rows.ConvertAll(row => row.Start.ToByteArray()).ToArray();

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    private static void AddParameter(NpgsqlBatchCommand command, object value, NpgsqlDbType? elementType = null)
    {
        var parameter = new NpgsqlParameter { Value = value };
        if (elementType is { } type)
        {
            parameter.NpgsqlDbType = NpgsqlDbType.Array | type;
        }

        command.Parameters.Add(parameter);
    }
}
