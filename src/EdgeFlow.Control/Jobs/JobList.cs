using EdgeFlow.Protocol.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Jobs;

/// <summary>What jobs are there? Newest first, by filters. Thread safe.</summary>
public sealed class JobList(NpgsqlDataSource database)
{
    private const string SelectPage = """
        select jobs.job, application, application_version, mode, status, reason, pointer, jobs.epoch, priority,
               submitted_at, started_at, ended_at, coalesce((plan ->> 'rate')::double precision, 0),
               coalesce((plan ->> 'span')::double precision, 0), version
        from jobs left join job_plans on job_plans.job = jobs.job
        where ($1::timestamptz is null or (submitted_at, jobs.job) < ($1, $2))
          and ($3::text is null or status = $3) and ($4::text is null or application = $4)
          and ($6::text is null or tenant = $6)
        order by submitted_at desc, jobs.job desc limit $5
        """;

    // A clock of a control plane that submitted may be before the database's by an hour.
    private const string SelectEnded = """
        select jobs.job, application, application_version, mode, status, reason, pointer, jobs.epoch, priority,
               submitted_at, started_at, ended_at, 0::double precision, 0::double precision, jobs.version
        from jobs join mt_events last on last.stream_id = 'job-' || jobs.job and last.version = jobs.version
        where ended_at is not null and last.seq_id <= $7 and submitted_at <= $8 + interval '1 hour'
          and ($1::timestamptz is null or (submitted_at, jobs.job) < ($1, $2))
          and ($3::text is null or status = $3) and ($4::text is null or application = $4)
          and ($6::text is null or jobs.tenant = $6)
        order by submitted_at desc, jobs.job desc limit $5
        """;

    /// <summary>Jobs before a place.</summary>
    /// <param name="before">Time of submission and id of the last job of the page before; null to begin.</param>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="application">Only runs of it; null for all.</param>
    /// <param name="tenant">Only a tenant's; null for everybody's.</param>
    /// <param name="limit">Most jobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<JobView>> Page(
        (DateTimeOffset At, string Job)? before, JobStatus? status, string? application, string? tenant,
        int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectPage);
        Filter(select, before, status, application, tenant, limit);
        return await Read(select, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Jobs before a place that had ended by an event.</summary>
    /// <param name="sequence">The event.</param>
    /// <param name="at">When it was stored.</param>
    /// <param name="before">Time of submission and id of the last job of the page before; null to begin.</param>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="application">Only runs of it; null for all.</param>
    /// <param name="tenant">Only a tenant's; null for everybody's.</param>
    /// <param name="limit">Most jobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<JobView>> Ended(
        long sequence, DateTimeOffset at, (DateTimeOffset At, string Job)? before, JobStatus? status,
        string? application, string? tenant, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectEnded);
        Filter(select, before, status, application, tenant, limit);
        select.Parameters.AddWithValue(sequence);
        select.Parameters.AddWithValue(at.ToUniversalTime());
        return await Read(select, cancellationToken).ConfigureAwait(false);
    }

    private static void Filter(
        NpgsqlCommand select, (DateTimeOffset At, string Job)? before, JobStatus? status, string? application,
        string? tenant, int limit)
    {
        select.Parameters.AddWithValue(
            NpgsqlDbType.TimestampTz, before is { } place ? place.At.ToUniversalTime() : DBNull.Value);
        select.Parameters.AddWithValue(before?.Job ?? "");
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)status?.ToString() ?? DBNull.Value);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)application ?? DBNull.Value);
        select.Parameters.AddWithValue(limit);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)tenant ?? DBNull.Value);
    }

    private static async Task<IReadOnlyList<JobView>> Read(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var views = new List<JobView>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            views.Add(View(reader));
        }

        return views;
    }

    private static JobView View(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), Words.Status(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetInt32(7),
        row.GetInt32(8), row.GetFieldValue<DateTimeOffset>(9), At(row, 10), At(row, 11), row.GetDouble(12),
        row.GetDouble(13), null, null, row.GetInt64(14));

    private static DateTimeOffset? At(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
