using EdgeFlow.Channels.Frames;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The sending end of one flow. It keeps every frame until the consumer has acknowledged it, whatever happens to the network,
/// to the consumer's node or to the plan: refused and failed sends are tried again, and after silence or a new epoch the
/// consumer is asked whether it still holds the oldest frame, so that nothing is sent twice without need. Safe for concurrent use.
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
    private readonly FlowWindow window;
    private readonly Backoff backoff;
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] workers;
    private FlowTarget target;
    private TokenBucket? shaper;
    private CancellationTokenSource targetChanged = new();
    private TimeSpan pausedUntil;
    private bool stale;
    private bool verifying;
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
        (this.key, this.target, this.transport, this.limits) = (key, target, transport, limits);
        (this.acknowledged, this.time, this.logger) = (acknowledged, time, logger);
        window = new FlowWindow(limits);
        backoff = new Backoff(limits.RetryDelay, limits.MaxRetryDelay);
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
                return window.Count;
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
                return target;
            }
        }
    }

    /// <summary>Whether a frame may be added now; the oldest always may.</summary>
    public bool HasRoom(long frame)
    {
        lock (gate)
        {
            return window.HasRoom(frame);
        }
    }

    /// <summary>Takes a frame over; never blocks. A frame that is there already is left as it is.</summary>
    public void Offer(EncodedFrame frame)
    {
        lock (gate)
        {
            window.Add(frame);
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
                was = window.Acknowledge(frame);
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
            target = next;
            stale = false;
            pausedUntil = TimeSpan.Zero;
            backoff.Reset();
            window.Doubt();
        }

        before.Cancel();
        Wake(limits.ParallelSends);
    }

    /// <summary>
    /// Stops sending; what is unacknowledged is dropped with the flow. Offers that come late are harmless, so the semaphore,
    /// which holds no handle, is left to the garbage collector.
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
                var turn = NextTurn();
                if (turn is { Frame: null, Ask: null })
                {
                    await wake.WaitAsync(turn.Wait, stop.Token).ConfigureAwait(false);
                    continue;
                }

                await Take(turn).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogTrace("Flow {Flow} stopped sending", key);
        }
    }

    private async Task Take(Turn turn)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, turn.Changed);
        FlowReply reply;
        try
        {
            reply = turn.Frame is { } frame
                ? await transport.Send(key, turn.Target, frame, turn.Shaper, cancel.Token).ConfigureAwait(false)
                : await transport.Probe(key, turn.Target, turn.Ask!.Value, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            reply = new FlowReply(FlowStatus.Unreachable);
        }

        Handle(turn, reply);
    }

    private Turn NextTurn()
    {
        lock (gate)
        {
            var now = Now();
            var wait = stale ? limits.ProbeAfter : pausedUntil - now;
            if (stale || wait > TimeSpan.Zero)
            {
                return Idle(wait);
            }

            if (!verifying && window.NextToVerify(now) is { } doubted)
            {
                verifying = true;
                return new Turn(null, doubted, target, null, targetChanged.Token, default);
            }

            return window.TakeNext() is { } frame
                ? new Turn(frame, null, target, shaper, targetChanged.Token, default)
                : Idle(limits.ProbeAfter / 2);
        }
    }

    private Turn Idle(TimeSpan wait) => new(null, null, target, null, default, wait);

    private void Handle(Turn turn, FlowReply reply)
    {
        var id = turn.Frame?.Frame.Id ?? turn.Ask!.Value;
        if (reply.Status is FlowStatus.Held or FlowStatus.Completed && turn.Frame is { } sent)
        {
            Interlocked.Add(ref bytesSent, sent.Length);
        }

        lock (gate)
        {
            verifying = verifying && turn.Ask is null;
            Note(turn, id, reply);
        }

        if (reply.Status == FlowStatus.Completed)
        {
            Acknowledge([id]);
        }
    }

    private void Note(Turn turn, long id, FlowReply reply)
    {
        if (reply.Status is FlowStatus.Held or FlowStatus.Missing or FlowStatus.Completed)
        {
            backoff.Reset();
        }

        switch (reply.Status)
        {
            case FlowStatus.Held when turn.Frame is not null:
                window.Held(id, reply.Instance, Now());
                if (turn.Target != target)
                {
                    window.Doubt();
                }

                break;
            case FlowStatus.Held or FlowStatus.Missing when turn.Target == target:
                window.Verified(reply.Instance, Now());
                if (reply.Status == FlowStatus.Missing)
                {
                    window.Resend(id);
                }

                break;
            case FlowStatus.Completed or FlowStatus.Held or FlowStatus.Missing:
                break;
            default:
                Refused(turn, id, reply);
                break;
        }
    }

    private void Refused(Turn turn, long id, FlowReply reply)
    {
        if (turn.Frame is { } frame)
        {
            window.Resend(id);
            if (reply.Status is FlowStatus.TooLarge or FlowStatus.Malformed)
            {
                GiveUp(frame, reply.Status);
            }
        }

        if (turn.Target != target)
        {
            return;
        }

        stale = reply.Status == FlowStatus.StaleEpoch;
        var wait = backoff.Next();
        var asked = TimeSpan.FromMilliseconds(Math.Min(reply.RetryAfterMs, limits.MaxRetryDelay.TotalMilliseconds));
        pausedUntil = Now() + (asked > TimeSpan.Zero ? asked : wait);
        logger.LogDebug("Flow {Flow}: {NextHop} answered {Status} (epoch here {Epoch}, there {ThereEpoch}) for frame {Frame}",
            key, target.NextHop, reply.Status, target.Epoch, reply.Epoch, id);
    }

    /// <summary>A frame that no receiver will ever take goes on as an error frame, so that none is missing at the end.</summary>
    private void GiveUp(EncodedFrame frame, FlowStatus status)
    {
        logger.LogWarning("Flow {Flow}: frame {Frame} of {Bytes} bytes is refused as {Status}; an error frame goes instead",
            key, frame.Frame.Id, frame.Length, status);
        if (ErrorFrames.Text(frame.Frame) is null)
        {
            window.Replace(FrameCodec.Encode(ErrorFrames.Make(frame.Frame.Id, frame.Frame.CapturedAtUnixMs, key.From,
                "FrameRefused", $"task '{key.To}' refused {frame.Length} bytes as {status}")));
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

    private readonly record struct Turn(
        EncodedFrame? Frame, long? Ask, FlowTarget Target, TokenBucket? Shaper, CancellationToken Changed, TimeSpan Wait);
}
