using EdgeFlow.EventStore.Reading;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>
/// Delivers every event to a handler: in order of sequence, one batch at a time, each at least once. Where it stands
/// is kept in <c>mt_event_progression</c> after each batch, so a restart repeats at most one. Dispose to stop.
/// </summary>
public sealed partial class Subscription : IAsyncDisposable
{
    private readonly SubscriptionOptions options;
    private readonly Func<IReadOnlyList<RecordedEvent>, CancellationToken, ValueTask> handler;
    private readonly EventFeed feed;
    private readonly Checkpoints checkpoints;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private long position;

    internal Subscription(
        SubscriptionOptions options,
        Func<IReadOnlyList<RecordedEvent>, CancellationToken, ValueTask> handler,
        EventFeed feed,
        Checkpoints checkpoints,
        TimeProvider time,
        ILogger logger)
    {
        (this.options, this.handler, this.feed) = (options, handler, feed);
        (this.checkpoints, this.time, this.logger) = (checkpoints, time, logger);
        Completion = Task.Run(Run);
    }

    /// <summary>Ends when the subscription is disposed; fails with the handler's failure once its attempts are used
    /// up. The event that it failed on is delivered again after a restart.</summary>
    public Task Completion { get; }

    /// <summary>The sequence number of the last event that the handler is done with.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>Stops: a delivery in progress is cancelled, and repeated after a restart.</summary>
    /// <returns>A task that ends when the handler is no longer running.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.Dispose();
        }
    }

    private async Task Run()
    {
        try
        {
            var start = await checkpoints.Load(options.Name, stopping.Token).ConfigureAwait(false)
                ?? options.StartAfter;
            Interlocked.Exchange(ref position, start);
            var batches = feed.Follow(start, options.BatchSize, stopping.Token).ConfigureAwait(false);
            await foreach (var batch in batches)
            {
                await Deliver(batch).ConfigureAwait(false);
                var last = batch[^1].Sequence;
                await checkpoints.Save(options.Name, last, stopping.Token).ConfigureAwait(false);
                Interlocked.Exchange(ref position, last);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
#pragma warning disable CA1031 // Logged and passed on: the task that fails may not be awaited by anyone.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogEnded(failure, options.Name, Position);
            throw;
        }
    }

    private async Task Deliver(IReadOnlyList<RecordedEvent> batch)
    {
        var delay = options.DeliveryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await handler(batch, stopping.Token).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // A handler may fail in any way; it is logged, tried again, and in the end passed on.
            catch (Exception failure) when (attempt < options.DeliveryAttempts && !stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogAgain(
                    failure, options.Name, batch[0].Sequence, batch[^1].Sequence, attempt, options.DeliveryAttempts);
            }

            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(false);
            delay = delay * 2 < options.DeliveryDelayMax ? delay * 2 : options.DeliveryDelayMax;
        }
    }

    [LoggerMessage(LogLevel.Error, "Subscription {Name} ended after event {Position}.")]
    private partial void LogEnded(Exception failure, string name, long position);

    [LoggerMessage(
        LogLevel.Warning, "Subscription {Name}: events {First} to {Last} failed, attempt {Attempt} of {Max}.")]
    private partial void LogAgain(Exception failure, string name, long first, long last, int attempt, int max);
}
