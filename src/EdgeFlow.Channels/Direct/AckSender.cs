using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Acknowledges completed frames to one producer, some at a time. Delivery is tried a few times and then given up: the
/// producer asks about its oldest frame after a silence, so a lost acknowledgement costs time and never a frame. Safe
/// for concurrent use.
/// </summary>
public sealed class AckSender : IAsyncDisposable
{
    private readonly FlowKey key;
    private readonly IFlowTransport transport;
    private readonly FlowLimits limits;
    private readonly ILogger logger;
    private readonly Channel<long> queue;
    private readonly CancellationTokenSource stop = new();
    private readonly Task worker;
    private volatile Producer producer;

    /// <summary>Starts the sender of one input flow.</summary>
    /// <param name="key">The flow.</param>
    /// <param name="epoch">The epoch that the consumer is hosted under.</param>
    /// <param name="address">Base address of the producer's node.</param>
    /// <param name="transport">How to get there.</param>
    /// <param name="limits">Named limits.</param>
    /// <param name="logger">Hears what was given up.</param>
    public AckSender(
        FlowKey key, int epoch, string address, IFlowTransport transport, FlowLimits limits, ILogger logger)
    {
        (this.key, this.transport, this.limits, this.logger) = (key, transport, limits, logger);
        producer = new Producer(epoch, address);
        var options = new BoundedChannelOptions(limits.AckQueue) { FullMode = BoundedChannelFullMode.DropOldest };
        queue = Channel.CreateBounded<long>(options, frame => logger.LogDebug(
            "Flow {Flow}: the acknowledgement of frame {Frame} was crowded out; its producer will ask", key, frame));
        worker = Task.Run(Work);
    }

    /// <summary>Acknowledges a frame soon; never blocks.</summary>
    public void Add(long frame) => queue.Writer.TryWrite(frame);

    /// <summary>A new directive: the producer may be elsewhere now.</summary>
    public void Retarget(int epoch, string address) => producer = new Producer(epoch, address);

    /// <summary>Sends what waits, once, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        stop.CancelAfter(limits.AckLinger + limits.RetryDelay);
        await worker.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task Work()
    {
        var batch = new List<long>(limits.AckBatch);
        try
        {
            while (await queue.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false))
            {
                if (queue.Reader.Count < limits.AckBatch)
                {
                    await Task.Delay(limits.AckLinger, stop.Token).ConfigureAwait(false);
                }

                while (batch.Count < limits.AckBatch && queue.Reader.TryRead(out var frame))
                {
                    batch.Add(frame);
                }

                await Deliver(batch).ConfigureAwait(false);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogTrace("Flow {Flow} stopped acknowledging", key);
        }
    }

    private async Task Deliver(List<long> batch)
    {
        var backoff = new Backoff(limits.RetryDelay, limits.MaxRetryDelay);
        for (var attempt = 1; attempt <= limits.AckAttempts; attempt++)
        {
            var to = producer;
            if (await transport.Acknowledge(key, to.Address, to.Epoch, batch, stop.Token).ConfigureAwait(false))
            {
                return;
            }

            await Task.Delay(backoff.Next(), stop.Token).ConfigureAwait(false);
        }

        logger.LogInformation("Flow {Flow}: {Count} acknowledgements could not be delivered; its producer will ask",
            key, batch.Count);
    }

    private sealed record Producer(int Epoch, string Address);
}
