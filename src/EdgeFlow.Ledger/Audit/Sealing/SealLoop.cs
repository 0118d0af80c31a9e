using EdgeFlow.Control.Leadership;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>Seals from time to time, in the control plane that decides.</summary>
public sealed partial class SealLoop(
    Sealer sealer, Leader leader, AuditOptions options, TimeProvider time, ILogger<SealLoop> log)
{
    private string? said;

    /// <summary>Seals until told to stop. What fails is logged and tried again.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(options.Interval, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                if (leader.IsLeading)
                {
                    await Seal(stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked; what is not sealed is sealed after the next start.
        }
    }

    private async Task Seal(CancellationToken stop)
    {
        try
        {
            await sealer.Seal(stop).ConfigureAwait(false);
            Say(sealer.Halted);
        }
        catch (Exception cause) when (cause is NpgsqlException or TimeoutException)
        {
            LogLater(cause.Message);
        }
#pragma warning disable CA1031 // A host's loop: the failure is logged, and the next turn tries again.
        catch (Exception cause) when (cause is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Say(cause.Message);
        }
    }

    // Once for each reason, not once a second.
    private void Say(string? problem)
    {
        if (problem is not null && problem != said)
        {
            LogHalted(problem);
        }

        said = problem;
    }

    [LoggerMessage(LogLevel.Information, "Sealing of events waits for the database: {Cause}")]
    private partial void LogLater(string cause);

    [LoggerMessage(LogLevel.Error, "Events are not sealed: {Cause}")]
    private partial void LogHalted(string cause);
}
