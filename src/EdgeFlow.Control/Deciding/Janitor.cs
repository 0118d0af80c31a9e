using EdgeFlow.Control.Plans;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Deciding;

/// <summary>Keeps what must not grow for ever within its limits.</summary>
public sealed partial class Janitor(
    NpgsqlDataSource database, PlanLedger ledger, TimeProvider time, ILogger<Janitor> log)
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>For how long a request with an Idempotency-Key is remembered.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>Tidies until cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Interval, time);
        while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await ledger.Tidy(stop).ConfigureAwait(false);
                await using var forget = database.CreateCommand(
                    "delete from idempotency_keys where created_at < clock_timestamp() - $1");
                forget.Parameters.AddWithValue(KeyLife);
                await forget.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is NpgsqlException or TimeoutException)
            {
                LogLater(cause.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Tidying waits for the database: {Cause}")]
    private partial void LogLater(string cause);
}
