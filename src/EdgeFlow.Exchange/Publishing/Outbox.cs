using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>
/// Publishes every public event, at least once, in the order of its subject, while this control plane leads; another
/// goes on from the last note. Two that lead for a moment both publish, each in order and under the same ids: who keeps
/// the first of each id sees the order kept.
/// </summary>
public sealed partial class Outbox(
    PostgresEventStore store, DaprPubSub pubsub, SetAsideStore setAside, OutboxMeter meter, ExchangeOptions options,
    Leader leader, TimeProvider time, ILogger<Outbox> log)
{
    /// <summary>How often a control plane that does not lead looks again, and how long one that failed waits.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Publishes until told to stop; nothing where no target is set.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (options.Publish is not null && !stop.IsCancellationRequested)
        {
            try
            {
                if (leader.IsLeading)
                {
                    await Publish(options.Publish, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A host's loop: the failure is logged, and the next term begins at what is noted.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                meter.Stopped(cause.Message);
                if (Unavailability.Is(cause))
                {
                    LogLater(cause.Message);
                }
                else
                {
                    LogFailed(cause);
                }
            }

            await Task.Delay(LookEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Publish(PublishTarget target, CancellationToken stop)
    {
        var name = OutboxTerm.NoteOf(target);
        var start = await store.Checkpoint(name, stop).ConfigureAwait(false);
        if (start is null)
        {
            // Noted at once: what happens from now on is published, whatever becomes of this process.
            start = options.SkipsHistory ? await Newest(stop).ConfigureAwait(false) : 0;
            await store.SaveCheckpoint(name, start.Value, stop).ConfigureAwait(false);
        }

        LogBegins(target.ToString(), start.Value);
        var term = new OutboxTerm(store, pubsub, setAside, meter, target, options.Outbox, time, log);
        await term.Run(start.Value, leader, stop).ConfigureAwait(false);
    }

    private async Task<long> Newest(CancellationToken cancel)
    {
        await using var select = store.DataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        return (long)(await select.ExecuteScalarAsync(cancel).ConfigureAwait(false))!;
    }

    [LoggerMessage(LogLevel.Information, "Publishing to {Target} after event {Position}.")]
    private partial void LogBegins(string target, long position);

    [LoggerMessage(LogLevel.Information, "Publishing waits for the database: {Cause}")]
    private partial void LogLater(string cause);

    [LoggerMessage(LogLevel.Error, "Publishing failed; it goes on from the last note.")]
    private partial void LogFailed(Exception cause);
}
