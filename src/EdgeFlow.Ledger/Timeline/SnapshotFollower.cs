using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Leadership;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>
/// Stores worlds behind the end of the history while this control plane decides. It is behind by its interval at most
/// and slows no append; two of them on one database only do the work twice.
/// </summary>
public sealed partial class SnapshotFollower(
    Worlds worlds, Leader leader, TimeProvider time, ILogger<SnapshotFollower> log)
{
    /// <summary>How often it looks for what is new.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How many looks pass between two tidyings.</summary>
    public const int TidyEvery = 720;

    /// <summary>Follows until told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Interval, time);
        FoldPlace? place = null;
        for (var look = 1L; await Tick(ticks, stop).ConfigureAwait(false); look++)
        {
            if (!leader.IsLeading)
            {
                place = null;
                continue;
            }

            try
            {
                place = await worlds.CatchUp(place, stop).ConfigureAwait(false);
                if (look % TidyEvery == 0)
                {
                    await worlds.Trim(stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A host's loop: the failure is logged, and the next look begins at what is stored.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                place = null;
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

    [LoggerMessage(LogLevel.Information, "Storing worlds waits for the database: {Cause}")]
    private partial void LogLater(string cause);

    [LoggerMessage(LogLevel.Error, "Storing a world failed; it is tried again.")]
    private partial void LogFailed(Exception cause);
}
