using EdgeFlow.Durable.Grpc;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Notifications;

/// <summary>
/// Tells workflows of jobs whose results are complete. The mark is set by the transaction that stored the last result
/// and taken away only after the workflow was told, so a crash between loses nothing; any control plane may have stored
/// that result.
/// </summary>
public sealed partial class CompletionNotices(
    NpgsqlDataSource database, WorkflowNotices notices, TimeProvider time, ILogger<CompletionNotices> log)
{
    /// <summary>How often the marks are looked for.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private const string SelectMarked = """
        select job from result_jobs where complete_at is not null and notified_at is null order by complete_at limit 100
        """;

    /// <summary>Tells until cancelled. A sidecar or database that is away is waited for.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                foreach (var job in await Marked(stop).ConfigureAwait(false))
                {
                    await notices.ResultsComplete(job, stop).ConfigureAwait(false);
                    await Unmark(job, stop).ConfigureAwait(false);
                }
            }
            catch (Exception cause) when (cause is GrpcException or NpgsqlException or TimeoutException)
            {
                LogAway(cause.Message);
            }

            await Task.Delay(Poll, time, stop).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> Marked(CancellationToken stop)
    {
        var jobs = new List<string>();
        await using var select = database.CreateCommand(SelectMarked);
        await using var reader = await select.ExecuteReaderAsync(stop).ConfigureAwait(false);
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            jobs.Add(reader.GetString(0));
        }

        return jobs;
    }

    private async Task Unmark(string job, CancellationToken stop)
    {
        await using var update = database.CreateCommand(
            "update result_jobs set notified_at = clock_timestamp() where job = $1");
        update.Parameters.AddWithValue(job);
        await update.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Debug, "Completed jobs cannot be told of now: {Cause}")]
    private partial void LogAway(string cause);
}
