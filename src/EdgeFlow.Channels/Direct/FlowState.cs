using EdgeFlow.Channels.Frames;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Decides what the sending end of a flow does next and what each answer means. Has no clock and does no I/O; its owner
/// locks it.
/// </summary>
internal sealed class FlowState(FlowKey key, FlowTarget first, FlowLimits limits, ILogger logger)
{
    private readonly Backoff backoff = new(limits.RetryDelay, limits.MaxRetryDelay);
    private TimeSpan pausedUntil;
    private bool stale;
    private bool verifying;

    public FlowWindow Window { get; } = new(limits);

    public FlowTarget Target { get; private set; } = first;

    public void Retarget(FlowTarget next)
    {
        Target = next;
        stale = false;
        pausedUntil = TimeSpan.Zero;
        backoff.Reset();
        Window.Doubt();
    }

    public FlowTurn Next(TimeSpan now)
    {
        var wait = stale ? limits.ProbeAfter : pausedUntil - now;
        if (stale || wait > TimeSpan.Zero)
        {
            return new FlowTurn(null, null, Target, wait);
        }

        if (!verifying && Window.NextToVerify(now) is { } doubted)
        {
            verifying = true;
            return new FlowTurn(null, doubted, Target, default);
        }

        return new FlowTurn(Window.TakeNext(), null, Target, limits.ProbeAfter / 2);
    }

    /// <summary>Notes an answer; completed frames are left to the owner, who acknowledges them.</summary>
    public void Note(FlowTurn turn, FlowReply reply, TimeSpan now)
    {
        verifying = verifying && turn.Ask is null;
        switch (reply.Status)
        {
            case FlowStatus.Completed:
                backoff.Reset();
                break;
            case FlowStatus.Held when turn.Frame is not null:
                backoff.Reset();
                Window.Held(turn.Id, reply.Instance, now);
                if (turn.Target != Target)
                {
                    Window.Doubt();
                }

                break;
            case FlowStatus.Held or FlowStatus.Missing:
                backoff.Reset();
                Verified(turn, reply, now);
                break;
            default:
                Refused(turn, reply, now);
                break;
        }
    }

    private void Verified(FlowTurn turn, FlowReply reply, TimeSpan now)
    {
        // An answer under an older directive says nothing about the consumer of the present one.
        if (turn.Target != Target)
        {
            return;
        }

        Window.Verified(reply.Instance, now);
        if (reply.Status == FlowStatus.Missing)
        {
            Window.Resend(turn.Id);
        }
    }

    private void Refused(FlowTurn turn, FlowReply reply, TimeSpan now)
    {
        if (turn.Frame is { } frame)
        {
            Window.Resend(turn.Id);
            if (reply.Status is FlowStatus.TooLarge or FlowStatus.Malformed)
            {
                GiveUp(frame, reply.Status);
            }
        }

        if (turn.Target != Target)
        {
            return;
        }

        stale = reply.Status == FlowStatus.StaleEpoch;
        var wait = backoff.Next();
        var asked = TimeSpan.FromMilliseconds(Math.Min(reply.RetryAfterMs, limits.MaxRetryDelay.TotalMilliseconds));
        pausedUntil = now + (asked > TimeSpan.Zero ? asked : wait);
        logger.LogDebug(
            "Flow {Flow}: {NextHop} answered {Status} (epoch here {Epoch}, there {ThereEpoch}) for frame {Frame}",
            key, Target.NextHop, reply.Status, Target.Epoch, reply.Epoch, turn.Id);
    }

    /// <summary>
    /// A frame that no receiver will ever take goes on as an error frame, so that none is missing at the end.
    /// </summary>
    private void GiveUp(EncodedFrame frame, FlowStatus status)
    {
        logger.LogWarning(
            "Flow {Flow}: frame {Frame} of {Bytes} bytes is refused as {Status}; an error frame goes instead",
            key, frame.Frame.Id, frame.Length, status);
        if (ErrorFrames.Text(frame.Frame) is null)
        {
            Window.Replace(FrameCodec.Encode(ErrorFrames.Make(frame.Frame.Id, frame.Frame.CapturedAtUnixMs, key.From,
                "FrameRefused", $"task '{key.To}' refused {frame.Length} bytes as {status}")));
        }
    }
}
