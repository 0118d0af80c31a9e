using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Leadership;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Ledger.Reports;

/// <summary>Counts what is used, for as long as this control plane decides.</summary>
public sealed partial class UsageKeeper(
    UsageCount count, Leader leader, TimeProvider time, ILogger<UsageKeeper> log)
{
    /// <summary>Counts until told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(UsageLimits.Interval, time);
        for (var look = 1L; await Tick(ticks, stop).ConfigureAwait(false); look++)
        {
            if (!leader.IsLeading)
            {
                count.Reset();
                continue;
            }

            try
            {
                await count.Run(stop).ConfigureAwait(false);
                if (look % UsageLimits.TidyEvery == 0)
                {
                    await count.Tidy(stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A host's loop: the failure is logged, and the next count begins at what is stored.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                count.Reset();
                if (Unavailability.Is(cause))
                {
                    LogLater(cause.Message);
                }
                else
                {
                    LogFailed(cause);
                }
            }
        }
    }

    private static async Task<bool> Tick(PeriodicTimer ticks, CancellationToken stop)
    {
        try
        {
            return await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Counting usage waits for the database: {Cause}")]
    private partial void LogLater(string cause);

    [LoggerMessage(LogLevel.Error, "Counting usage failed; it is tried again.")]
    private partial void LogFailed(Exception cause);
}
