using EdgeFlow.Durable.Wire;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>Deletes ended instances with their journals. Unfinished ones are never touched here. Thread-safe.</summary>
internal sealed class InstancePurge(NpgsqlDataSource source)
{
    /// <summary>
    /// One call by filter deletes at most this many instances; the answer then says that more are left.
    /// </summary>
    public const int FilterLimit = 1000;

    private const string ByIdSql = """
        WITH RECURSIVE tree AS (
          SELECT key, instance_id FROM workflow.instances WHERE instance_id = $1
          UNION
          SELECT c.key, c.instance_id FROM workflow.instances c JOIN tree t ON c.parent_id = t.instance_id WHERE $2
        ), gone AS (
          DELETE FROM workflow.instances i USING tree
          WHERE i.key = tree.key AND i.completed_at IS NOT NULL RETURNING i.key
        ), journal AS (
          DELETE FROM workflow.journal j USING gone WHERE j.key = gone.key
        )
        SELECT (SELECT count(*) FROM gone)::int, (SELECT count(*) FROM tree)::int
        """;

    private const string ByFilterSql = """
        WITH chosen AS (
          SELECT key FROM workflow.instances
          WHERE app_id = $5 AND completed_at IS NOT NULL AND created_at >= $1 AND created_at <= $2
            AND (cardinality($3::smallint[]) = 0 OR status = ANY($3)) ORDER BY key LIMIT $4
        ), gone AS (
          DELETE FROM workflow.instances i USING chosen WHERE i.key = chosen.key RETURNING i.key
        ), journal AS (
          DELETE FROM workflow.journal j USING gone WHERE j.key = gone.key
        )
        SELECT count(*)::int FROM gone
        """;

    /// <summary>Deletes one ended instance and, if asked, its ended descendants: how many, and whether all.</summary>
    public async Task<(int Deleted, bool All)> ById(string instanceId, bool recursive, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(ByIdSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = instanceId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = recursive });
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await reader.ReadAsync(cancel).ConfigureAwait(false);
        var deleted = reader.GetInt32(0);
        return (deleted, deleted == reader.GetInt32(1));
    }

    /// <summary>Deletes an application's ended instances by the time they were created and by status.</summary>
    public async Task<(int Deleted, bool All)> ByFilter(
        string appId, PurgeInstanceFilter filter, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(ByFilterSql);
        var from = filter.CreatedTimeFrom?.ToDateTime() ?? DateTime.MinValue;
        var to = filter.CreatedTimeTo?.ToDateTime() ?? DateTime.MaxValue;
        command.Parameters.Add(Time(from));
        command.Parameters.Add(Time(to));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = filter.RuntimeStatus.Select(status => (short)status).ToArray(),
        });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FilterLimit });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = appId });
        var deleted = (int)(await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) ?? 0);
        return (deleted, deleted < FilterLimit);
    }

    // Npgsql stores the extreme values as PostgreSQL's infinities, so an open end needs no special case.
    private static NpgsqlParameter Time(DateTime time) => new()
    {
        Value = DateTime.SpecifyKind(time, DateTimeKind.Utc),
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };
}
