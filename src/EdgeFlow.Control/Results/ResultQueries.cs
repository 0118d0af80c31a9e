using System.Text.Json;
using EdgeFlow.Protocol.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Results;

/// <summary>What has come out of a job? Thread safe.</summary>
public sealed class ResultQueries(NpgsqlDataSource database)
{
    private const string SelectStats = """
        select (select total_frames from result_jobs where job = $1),
               coalesce(min(stored), 0), coalesce(sum(errors), 0)::bigint, coalesce(sum(duplicates), 0)::bigint,
               coalesce(sum(latency_sum_ms) / nullif(sum(stored), 0), 0), coalesce(max(latency_max_ms), 0), count(*),
               coalesce((select complete_at is not null from result_jobs where job = $1), false)
        from result_sinks where job = $1 and task = any($2)
        """;

    private const string SelectPage = """
        select task, frame, epoch, payload::text, error, latency_ms, stored_at from results
        where job = $1 and (task, frame) > ($2, $3) and ($4::text is null or task = $4)
        order by task, frame limit $5
        """;

    /// <summary>Counts of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sinks">Its sinks.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<ResultStats> Stats(string job, IReadOnlyList<string> sinks, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectStats);
        select.Parameters.AddWithValue(job);
        select.Parameters.AddWithValue(sinks.ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var allSinksGave = reader.GetInt64(6) == sinks.Count;
        return new ResultStats(
            await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? null : reader.GetInt64(0),
            allSinksGave ? reader.GetInt64(1) : 0, reader.GetInt64(2), reader.GetInt64(3), reader.GetDouble(4),
            reader.GetDouble(5), reader.GetBoolean(7));
    }

    /// <summary>Results after a place, by task and frame.</summary>
    /// <param name="job">The job.</param>
    /// <param name="task">Only this sink's; null for all.</param>
    /// <param name="after">The last (task, frame) of the page before; null to begin.</param>
    /// <param name="limit">Most results, 1 to <see cref="ResultLimits.MaxPage"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IReadOnlyList<StoredResult>> Page(
        string job, string? task, (string Task, long Frame)? after, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectPage);
        select.Parameters.AddWithValue(job);
        select.Parameters.AddWithValue(after?.Task ?? "");
        select.Parameters.AddWithValue(after?.Frame ?? -1L);
        select.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)task ?? DBNull.Value);
        select.Parameters.AddWithValue(limit);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<StoredResult>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new StoredResult(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), Json(reader, 3),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetDouble(5),
                reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return page;
    }

    private static JsonElement? Json(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        using var document = JsonDocument.Parse(reader.GetString(column));
        return document.RootElement.Clone();
    }
}
