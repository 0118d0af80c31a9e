using EdgeFlow.Control.Jobs;
using EdgeFlow.Protocol.Jobs;
using Npgsql;

namespace EdgeFlow.Control.Reruns;

/// <summary>Which runs are a job and its reruns? Thread safe.</summary>
public sealed class RunFamily(NpgsqlDataSource database)
{
    /// <summary>Most runs between a run and the first of its family that are followed.</summary>
    public const int MaxDepth = 1_000;

    /// <summary>Most runs that are named; the oldest are.</summary>
    public const int MaxRuns = 1_000;

    private const string Select = """
        with recursive earlier (job, rerun_of, depth) as (
            select job, rerun_of, 0 from jobs where job = $1
            union all
            select jobs.job, jobs.rerun_of, depth + 1 from earlier join jobs on jobs.job = earlier.rerun_of
            where depth < $2
        ), family (job, depth) as (
            (select job, 0 from earlier order by depth desc limit 1)
            union all
            select jobs.job, depth + 1 from family join jobs on jobs.rerun_of = family.job where depth < $2
        )
        select job, rerun_of, application_version, status, submitted_at from jobs join family using (job)
        order by submitted_at, job limit $3
        """;

    /// <summary>The family of a job, oldest run first.</summary>
    /// <param name="job">One of its runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RunLink>> Of(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(Select);
        select.Parameters.AddWithValue(job);
        select.Parameters.AddWithValue(MaxDepth);
        select.Parameters.AddWithValue(MaxRuns);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var runs = new List<RunLink>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            runs.Add(new RunLink(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2),
                Words.Status(reader.GetString(3)), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return runs;
    }
}
