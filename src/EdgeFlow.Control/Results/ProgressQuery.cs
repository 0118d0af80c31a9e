using EdgeFlow.Protocol.Results;
using Npgsql;

namespace EdgeFlow.Control.Results;

/// <summary>Which frames of a job are done? A source that starts again begins after them. Thread safe.</summary>
public sealed class ProgressQuery(NpgsqlDataSource database)
{
    // Frames below every sink's low mark need not be read again; the mark is moved up by whoever asks.
    private const string SelectDone = """
        select frame from results
        where job = $1 and task = any($2)
          and frame >= coalesce((select min(low) from result_sinks where job = $1 and task = any($2)), 0)
        group by frame having count(*) = cardinality($2) order by frame
        """;

    private const string RaiseLow = """
        update result_sinks set low = greatest(low, $3) where job = $1 and task = any($2)
        """;

    private const string SelectLow = """
        select case when count(*) = cardinality($2) then min(low) else 0 end
        from result_sinks where job = $1 and task = any($2)
        """;

    /// <summary>The frames for which each of the sinks has a result.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sinks">Its sinks.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<ResultProgress> Progress(
        string job, IReadOnlyList<string> sinks, CancellationToken cancellationToken)
    {
        var below = await Low(job, sinks, cancellationToken).ConfigureAwait(false);
        var start = below;
        var above = new List<long>();
        await using (var select = Command(SelectDone, job, sinks))
        {
            await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (above.Count < ResultLimits.MaxDoneAbove
                && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var frame = reader.GetInt64(0);
                if (frame == below)
                {
                    below++;
                }
                else if (frame > below)
                {
                    above.Add(frame);
                }
            }
        }

        if (below > start)
        {
            await using var raise = Command(RaiseLow, job, sinks);
            raise.Parameters.AddWithValue(below);
            await raise.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return new ResultProgress(below, above);
    }

    private async Task<long> Low(string job, IReadOnlyList<string> sinks, CancellationToken cancellationToken)
    {
        await using var select = Command(SelectLow, job, sinks);
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0L);
    }

    private NpgsqlCommand Command(string text, string job, IReadOnlyList<string> sinks)
    {
        var command = database.CreateCommand(text);
        command.Parameters.AddWithValue(job);
        command.Parameters.AddWithValue(sinks.ToArray());
        return command;
    }
}
