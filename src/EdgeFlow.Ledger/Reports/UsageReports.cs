using System.Globalization;
using EdgeFlow.Protocol.Reports;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Ledger.Reports;

/// <summary>What was used, by job, node, tenant, link or day? Thread safe.</summary>
public sealed class UsageReports(NpgsqlDataSource database)
{
    /// <summary>What a report can be by.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["job", "node", "tenant", "link", "day"];

    // What a row is named by, of computation and of bytes. Computation is on no link.
    private static readonly Dictionary<string, (string Usage, string Links)> Names = new(StringComparer.Ordinal)
    {
        ["job"] = ("job", "job"),
        ["node"] = ("node", "node"),
        ["tenant"] = ("tenant", "tenant"),
        ["link"] = ("null::text", "link"),
        ["day"] = ("to_char(hour at time zone 'UTC', 'YYYY-MM-DD')", "to_char(hour at time zone 'UTC', 'YYYY-MM-DD')"),
    };

    /// <summary>A page of a report.</summary>
    /// <param name="query">What is asked; checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<UsageReport> Read(UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var select = database.CreateCommand(Text(query.Kind));
        select.Parameters.AddWithValue(query.Since.ToUniversalTime());
        select.Parameters.AddWithValue(query.Until.ToUniversalTime());
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)query.Tenant ?? DBNull.Value);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)query.Name ?? DBNull.Value);
        select.Parameters.AddWithValue(query.After);
        select.Parameters.AddWithValue(query.Limit);
        await using var row = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<UsageRow>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new UsageRow(
                row.GetString(0), Drift.Of(row.GetDouble(1), row.GetDouble(2)),
                Drift.Of(row.GetDouble(3), row.GetDouble(4)), Drift.Of(row.GetDouble(5), row.GetDouble(6)),
                Drift.Of(row.GetDouble(7), row.GetDouble(8)), Drift.Of(row.GetDouble(9), row.GetDouble(10)))
            {
                Lost = new LostUsage(row.GetDouble(11), row.GetDouble(12), row.GetDouble(13), row.GetDouble(14)),
                LostAtMost = new LostUsage(
                    row.GetDouble(15), row.GetDouble(16), row.GetDouble(17), row.GetDouble(18)),
            });
        }

        return new UsageReport(
            query.Kind, query.Since, query.Until, Drift.Rule, rows, rows.Count == query.Limit ? rows[^1].Name : null);
    }

    // Kinds come from the list above, everything else is a parameter. Frames of a job are those that went through all
    // its tasks.
    private static string Text(string kind) => string.Format(
        CultureInfo.InvariantCulture,
        """
        with facts as (
            select {0} as name, job, task, frames, planned_frames, compute_ms, planned_compute_ms, joules,
                planned_joules, price, planned_price, 0 as bytes, 0 as planned_bytes, lost_compute_ms, lost_joules,
                lost_price, 0 as lost_bytes, at_most_compute_ms, at_most_joules, at_most_price, 0 as at_most_bytes
            from ledger_usage where hour >= $1 and hour < $2 and ($3 is null or tenant = $3)
            union all
            select {1}, job, null, 0, 0, 0, 0, 0, 0, price, planned_price, bytes, planned_bytes, 0, 0, lost_price,
                lost_bytes, 0, 0, at_most_price, at_most_bytes
            from ledger_usage_links where hour >= $1 and hour < $2 and ($3 is null or tenant = $3)
        ), of_tasks as (
            select name, job, task, sum(frames) as frames, sum(planned_frames) as planned_frames,
                sum(compute_ms) as compute_ms, sum(planned_compute_ms) as planned_compute_ms, sum(joules) as joules,
                sum(planned_joules) as planned_joules, sum(price) as price, sum(planned_price) as planned_price,
                sum(bytes) as bytes, sum(planned_bytes) as planned_bytes, sum(lost_compute_ms) as lost_compute_ms,
                sum(lost_joules) as lost_joules, sum(lost_price) as lost_price, sum(lost_bytes) as lost_bytes,
                sum(at_most_compute_ms) as at_most_compute_ms, sum(at_most_joules) as at_most_joules,
                sum(at_most_price) as at_most_price, sum(at_most_bytes) as at_most_bytes
            from facts where name > $5 and ($4 is null or name = $4) group by name, job, task
        ), of_jobs as (
            select name, coalesce(min(frames) filter (where task is not null), 0) as frames,
                coalesce(min(planned_frames) filter (where task is not null), 0) as planned_frames,
                sum(compute_ms) as compute_ms, sum(planned_compute_ms) as planned_compute_ms, sum(bytes) as bytes,
                sum(planned_bytes) as planned_bytes, sum(joules) as joules, sum(planned_joules) as planned_joules,
                sum(price) as price, sum(planned_price) as planned_price, sum(lost_compute_ms) as lost_compute_ms,
                sum(lost_joules) as lost_joules, sum(lost_price) as lost_price, sum(lost_bytes) as lost_bytes,
                sum(at_most_compute_ms) as at_most_compute_ms, sum(at_most_joules) as at_most_joules,
                sum(at_most_price) as at_most_price, sum(at_most_bytes) as at_most_bytes
            from of_tasks group by name, job
        )
        select name, sum(frames), sum(planned_frames), sum(compute_ms) / 1000, sum(planned_compute_ms) / 1000,
            sum(bytes), sum(planned_bytes), sum(joules), sum(planned_joules), sum(price), sum(planned_price),
            sum(lost_compute_ms) / 1000, sum(lost_bytes), sum(lost_joules), sum(lost_price),
            sum(at_most_compute_ms) / 1000, sum(at_most_bytes), sum(at_most_joules), sum(at_most_price)
        from of_jobs group by name order by name limit $6
        """,
        Names[kind].Usage + " collate \"C\"", Names[kind].Links + " collate \"C\"");
}
