using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Profiling;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>
/// Keeps the node registered: registers, beats, obeys the answers, registers again when it is not known any more. A
/// control plane that is away changes nothing for the stages; they go on and the beats are tried on. One loop; not for
/// concurrent use, except for <see cref="Draining"/>.
/// </summary>
internal sealed class NodeRegistrar(
    ControlClient control, NodeRegistration registration, INodeDuties duties, ProfileBook profiles, WorkerLimits limits,
    TimeProvider time, ILogger logger)
{
    private long sequence;
    private volatile bool away;
    private volatile bool draining;
    private volatile bool drainingHeard;

    /// <summary>Whether the last registration or heartbeat was answered.</summary>
    public bool Heard => !away && sequence > 0;

    /// <summary>Says in the next heartbeats that the node hands over.</summary>
    public bool Draining
    {
        get => draining;
        set => draining = value;
    }

    /// <summary>Whether a heartbeat that said so was answered, or nobody is there to answer.</summary>
    public bool DrainingHeard => drainingHeard || away;

    /// <summary>
    /// Registers; waits for a control plane that is away, and for a while for a lease of the same name to end.
    /// </summary>
    /// <exception cref="NodeNameTakenException">Another live process keeps the name.</exception>
    public async Task<NodeLease> Register(CancellationToken cancel)
    {
        var backoff = new Backoff(limits.ControlRetryDelay, limits.MaxControlRetryDelay);
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var reply = await control.Register(registration, cancel).ConfigureAwait(false);
            if (reply.Lease is { } lease)
            {
                logger.LogInformation(
                    "Node {Node} ({Kind}, {Speed:F1} GMAC/s) is registered at {Address}; lease {LeaseMs} ms",
                    registration.Node, registration.Kind, registration.SpeedGmacPerSecond, registration.Address,
                    lease.LeaseMs);
                away = false;
                return lease;
            }

            if (reply.Taken && sequence == 0 && time.GetElapsedTime(startedAt) > limits.NameTakenTimeout)
            {
                throw new NodeNameTakenException($"The name '{registration.Node}' is taken: {reply.Reason}");
            }

            Away($"registration: {reply.Reason}");
            await Task.Delay(backoff.Next(), time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Beats until cancelled.</summary>
    public async Task Run(NodeLease lease, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var interval = TimeSpan.FromMilliseconds(Math.Clamp(lease.HeartbeatMs, 10, 60_000));
            var startedAt = time.GetTimestamp();
            var outcome = await Beat(lease, cancel).ConfigureAwait(false);
            if (outcome == BeatOutcome.Unknown)
            {
                logger.LogWarning("Node {Node} is not known any more: it stops its stages and registers again",
                    registration.Node);
                await duties.DropAll().ConfigureAwait(false);
                profiles.ReportAllAgain();
            }

            if (outcome is BeatOutcome.Unknown or BeatOutcome.BackAgain)
            {
                // What is back may be another process, with its sidecar elsewhere: the lease says where.
                lease = await Register(cancel).ConfigureAwait(false);
                await duties.LeaseChanged(lease).ConfigureAwait(false);
            }

            var left = interval - time.GetElapsedTime(startedAt);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task<BeatOutcome> Beat(NodeLease lease, CancellationToken cancel)
    {
        var due = profiles.Due();
        var heartbeat = new Heartbeat(registration.Incarnation, ++sequence, draining, duties.Counters(), due);
        var timeout = TimeSpan.FromMilliseconds(Math.Max(lease.HeartbeatMs, lease.LeaseMs / 2));
        var reply = await control.Beat(registration.Node, heartbeat, timeout, cancel).ConfigureAwait(false);
        if (reply is null)
        {
            Away("heartbeat: no answer");
            return BeatOutcome.Unheard;
        }

        var isBack = away;
        if (isBack)
        {
            away = false;
            logger.LogInformation("The control plane is back");
        }

        drainingHeard = heartbeat.Draining;
        profiles.Reported(due);
        if (reply.Known && reply.Stale.Count > 0)
        {
            await duties.DropStale(reply.Stale).ConfigureAwait(false);
        }

        var isAnother = reply.SidecarAddress is { } address && address != lease.SidecarAddress;
        return !reply.Known ? BeatOutcome.Unknown : isBack || isAnother ? BeatOutcome.BackAgain : BeatOutcome.Heard;
    }

    private void Away(string reason)
    {
        if (!away)
        {
            away = true;
            logger.LogWarning("The control plane is away ({Reason}); stages go on", reason);
        }
    }
}
