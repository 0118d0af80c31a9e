using System.Text.Json;
using EdgeFlow.Control.Plans.Contents;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Plans.Solves;

/// <summary>Reads what the planner did from the plan ledger. Thread safe.</summary>
public sealed class SolveReader(NpgsqlDataSource database, PlanContents contents)
{
    private const string Columns = """
        select id, solved_at, origin, trigger, attempt, parent, revision, outcome, detail, policy, seed, work_budget,
          goal, warm, encode(snapshot, 'hex'), encode(proposal, 'hex'), objective, bound, work, wall_ms, nodes, jobs,
          changed, waiting, moved
        from plan_solves
        """;

    private const string Where = """
         where ($1::text is null or outcome = $1) and ($2::text is null or origin = $2)
          and ($3::text is null or policy = $3) and ($4::timestamptz is null or solved_at >= $4)
          and ($5::timestamptz is null or solved_at < $5) and ($6::int is null or revision = $6)
        """;

    private const string Newest = Columns + Where + " and id < $7 order by id desc limit $8";
    private const string Oldest = Columns + Where + " and id > $7 order by id limit $8";
    private const string OfOne = Columns + " where id = $1";

    private const string OfRevision = Columns + """
         where parent = $1 - 1 and snapshot = $2 and policy = $3 and outcome in ('adopted', 'proposed')
        order by outcome, id limit 1
        """;

    /// <summary>An outcome or an origin as it is stored and told.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Solves before a number, newest first.</summary>
    public Task<IReadOnlyList<SolveRow>> Before(
        SolveFilter filter, long before, int limit, CancellationToken cancellationToken) =>
        Page(Newest, filter, before, limit, cancellationToken);

    /// <summary>Solves after a number, oldest first.</summary>
    public Task<IReadOnlyList<SolveRow>> After(
        SolveFilter filter, long after, int limit, CancellationToken cancellationToken) =>
        Page(Oldest, filter, after, limit, cancellationToken);

    /// <summary>A solve by its number; null when it was trimmed or never was.</summary>
    public async Task<SolveRow?> Find(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OfOne);
        select.Parameters.AddWithValue(id);
        return (await Read(select, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>The solve that became a revision; null when it was trimmed.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="snapshotHash">The hash that the plan's event names.</param>
    /// <param name="policy">The policy that it names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SolveRow?> Adopted(
        int revision, string snapshotHash, string policy, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OfRevision);
        select.Parameters.AddWithValue(revision);
        select.Parameters.AddWithValue(Convert.FromHexString(snapshotHash));
        select.Parameters.AddWithValue(policy);
        return (await Read(select, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>The canonical bytes of a snapshot or proposal; null when they are not there any more.</summary>
    public async Task<byte[]?> Content(string? hash, CancellationToken cancellationToken) =>
        hash is null ? null : await contents.Find(hash, cancellationToken).ConfigureAwait(false);

    /// <summary>What an earlier version kept of an adopted plan: snapshot and report as JSON; null when it kept
    /// nothing or it was trimmed.</summary>
    public async Task<(string Snapshot, string Report)?> Earlier(string hash, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            "select snapshot, report from plan_ledger where snapshot_hash = $1");
        select.Parameters.AddWithValue(hash);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetString(0), reader.GetString(1))
            : null;
    }

    private async Task<IReadOnlyList<SolveRow>> Page(
        string text, SolveFilter filter, long place, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(text);
        Add(filter.Outcome, NpgsqlDbType.Text);
        Add(filter.Origin, NpgsqlDbType.Text);
        Add(filter.Policy, NpgsqlDbType.Text);
        Add(filter.Since?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(filter.Until?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(filter.Revision, NpgsqlDbType.Integer);
        select.Parameters.AddWithValue(place);
        select.Parameters.AddWithValue(limit);
        return await Read(select, cancellationToken).ConfigureAwait(false);

        void Add(object? value, NpgsqlDbType type) =>
            select.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static async Task<IReadOnlyList<SolveRow>> Read(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<SolveRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static SolveRow Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetInt32(4),
        row.GetInt32(5), Value<int>(row, 6), row.GetString(7), Text(row, 8), row.GetString(9),
        (ulong)row.GetDecimal(10), Value<long>(row, 11), row.GetString(12), row.GetBoolean(13),
        Text(row, 14), Text(row, 15), row.GetDouble(16), Value<double>(row, 17), row.GetInt64(18), row.GetDouble(19),
        row.GetInt32(20), row.GetInt32(21), row.GetInt32(22), row.GetInt32(23), row.GetInt32(24));

    private static T? Value<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
