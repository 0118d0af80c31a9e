using EdgeFlow.Channels.Frames;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The sending end of one flow. It keeps every frame until the consumer has acknowledged it, whatever happens to the
/// network, to the consumer's node or to the plan: refused and failed sends are tried again, and after silence or a new
/// epoch the consumer is asked whether it still holds the oldest frame, so that nothing is sent twice without need.
/// Safe for concurrent use.
/// </summary>
public sealed class FlowSender : IAsyncDisposable
{
    private readonly FlowKey key;
    private readonly IFlowTransport transport;
    private readonly FlowLimits limits;
    private readonly Action<long> acknowledged;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly FlowState state;
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] workers;
    private TokenBucket? shaper;
    private CancellationTokenSource targetChanged = new();
    private long bytesSent;

    /// <summary>Starts sending.</summary>
    /// <param name="key">The flow.</param>
    /// <param name="target">Where to.</param>
    /// <param name="transport">How.</param>
    /// <param name="limits">Named limits.</param>
    /// <param name="acknowledged">Told each frame once when its consumer has acknowledged it; must not block.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears refusals.</param>
    public FlowSender(
        FlowKey key, FlowTarget target, IFlowTransport transport, FlowLimits limits, Action<long> acknowledged,
        TimeProvider time, ILogger logger)
    {
        (this.key, this.transport, this.limits) = (key, transport, limits);
        (this.acknowledged, this.time, this.logger) = (acknowledged, time, logger);
        state = new FlowState(key, target, limits, logger);
        shaper = Shaper(target, time);
        workers = [.. Enumerable.Range(0, limits.ParallelSends).Select(_ => Task.Run(Work))];
    }

    /// <summary>Frames that wait for their acknowledgement.</summary>
    public int Unacknowledged
    {
        get
        {
            lock (gate)
            {
                return state.Window.Count;
            }
        }
    }

    /// <summary>Bytes that arrived at the next hop, repeats included.</summary>
    public long BytesSent => Interlocked.Read(ref bytesSent);

    /// <summary>Where the flow goes now.</summary>
    public FlowTarget Target
    {
        get
        {
            lock (gate)
            {
                return state.Target;
            }
        }
    }

    /// <summary>Whether a frame may be added now; the oldest always may.</summary>
    public bool HasRoom(long frame)
    {
        lock (gate)
        {
            return state.Window.HasRoom(frame);
        }
    }

    /// <summary>Takes a frame over; never blocks. A frame that is there already is left as it is.</summary>
    public void Offer(EncodedFrame frame)
    {
        lock (gate)
        {
            state.Window.Add(frame);
        }

        Wake(1);
    }

    /// <summary>The consumer, or the stored results, say that these frames are completed.</summary>
    public void Acknowledge(IReadOnlyList<long> frames)
    {
        foreach (var frame in frames)
        {
            bool was;
            lock (gate)
            {
                was = state.Window.Acknowledge(frame);
            }

            if (was)
            {
                acknowledged(frame);
            }
        }
    }

    /// <summary>A new directive: sends under way are given up, and what the consumer held is asked for again.</summary>
    public void Retarget(FlowTarget next)
    {
        CancellationTokenSource before;
        lock (gate)
        {
            (before, targetChanged) = (targetChanged, new CancellationTokenSource());
            shaper = shaper is not null && next.BandwidthBitsPerSecond > 0 ? shaper : Shaper(next, time);
            shaper?.SetRate(next.BandwidthBitsPerSecond);
            state.Retarget(next);
        }

        before.Cancel();
        Wake(limits.ParallelSends);
    }

    /// <summary>
    /// Stops sending; what is unacknowledged is dropped with the flow. Offers that come late are harmless, so the
    /// semaphore, which holds no handle, is left to the garbage collector.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(workers).ConfigureAwait(false);
        stop.Dispose();
        targetChanged.Dispose();
    }

    private static TokenBucket? Shaper(FlowTarget target, TimeProvider time) =>
        target.BandwidthBitsPerSecond > 0 ? new TokenBucket(target.BandwidthBitsPerSecond, time) : null;

    private async Task Work()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                FlowTurn turn;
                CancellationToken changed;
                TokenBucket? pacer;
                lock (gate)
                {
                    turn = state.Next(Now());
                    (changed, pacer) = (targetChanged.Token, shaper);
                }

                await (turn.IsIdle ? wake.WaitAsync(turn.Wait, stop.Token) : Take(turn, pacer, changed))
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogTrace("Flow {Flow} stopped sending", key);
        }
    }

    private async Task Take(FlowTurn turn, TokenBucket? pacer, CancellationToken changed)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, changed);
        FlowReply reply;
        try
        {
            reply = turn.Frame is { } frame
                ? await transport.Send(key, turn.Target, frame, pacer, cancel.Token).ConfigureAwait(false)
                : await transport.Probe(key, turn.Target, turn.Id, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            reply = new FlowReply(FlowStatus.Unreachable);
        }

        lock (gate)
        {
            state.Note(turn, reply, Now());
        }

        if (reply.Status is FlowStatus.Held or FlowStatus.Completed && turn.Frame is { } sent)
        {
            Interlocked.Add(ref bytesSent, sent.Length);
        }

        if (reply.Status == FlowStatus.Completed)
        {
            Acknowledge([turn.Id]);
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0, time.GetTimestamp());

    private void Wake(int count)
    {
        if (wake.CurrentCount < limits.ParallelSends && !stop.IsCancellationRequested)
        {
            wake.Release(count);
        }
    }
}
