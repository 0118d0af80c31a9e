using System.Collections.Concurrent;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Which flows end at, start from or pass through this node, and under which epoch of each job. It fences: a frame of
/// an older epoch is refused, one of a newer epoch is asked to come back. Safe for concurrent use.
/// </summary>
public sealed class FlowTable
{
    private const int FullRetryMs = 20;

    private readonly ConcurrentDictionary<string, JobFlows> jobs = new(StringComparer.Ordinal);

    /// <summary>Puts a job's flows in place of what was known of it.</summary>
    public void Set(string job, JobFlows flows) => jobs[job] = flows;

    /// <summary>Forgets a job; its frames are answered with 404 from now on.</summary>
    public void Remove(string job) => jobs.TryRemove(job, out _);

    /// <summary>
    /// Where a frame of a flow goes: to a consumer here, on to a next hop, or nowhere, with the refusal.
    /// </summary>
    /// <param name="key">The flow.</param>
    /// <param name="epoch">The sender's epoch.</param>
    /// <param name="refusal">Why it goes nowhere.</param>
    public FlowEnd? Find(FlowKey key, int epoch, out FlowReply refusal)
    {
        refusal = new FlowReply(FlowStatus.NotHosted);
        if (!jobs.TryGetValue(key.Job, out var flows))
        {
            return null;
        }

        if (epoch != flows.Epoch)
        {
            refusal = epoch < flows.Epoch
                ? new FlowReply(FlowStatus.StaleEpoch, Epoch: flows.Epoch)
                : new FlowReply(FlowStatus.TooEarly);
            return null;
        }

        if (flows.Consumers.TryGetValue(key.To, out var consumer))
        {
            return new FlowEnd(consumer, null);
        }

        return flows.Relays.TryGetValue((key.From, key.To), out var nextHop) ? new FlowEnd(null, nextHop) : null;
    }

    /// <summary>Hands a frame to the consumer hosted here.</summary>
    public FlowReply Offer(FlowKey key, int epoch, Frame frame) => Find(key, epoch, out var refusal) switch
    {
        { Consumer: { } consumer } => WithRetry(consumer.Offer(key.From, frame)),
        { } => new FlowReply(FlowStatus.NotHosted),
        null => refusal,
    };

    /// <summary>Asks the consumer hosted here about a frame.</summary>
    public FlowReply Probe(FlowKey key, int epoch, long frame) => Find(key, epoch, out var refusal) switch
    {
        { Consumer: { } consumer } => WithRetry(consumer.Probe(key.From, frame, 0)),
        { } => new FlowReply(FlowStatus.NotHosted),
        null => refusal,
    };

    /// <summary>
    /// Tells the producer hosted here which of its frames are completed. The epoch does not matter: a completed frame
    /// has its results stored, and that stays true under every plan. False when the producer is not here.
    /// </summary>
    public bool Acknowledge(FlowKey key, IReadOnlyList<long> frames)
    {
        if (!jobs.TryGetValue(key.Job, out var flows) || !flows.Producers.TryGetValue((key.From, key.To), out var told))
        {
            return false;
        }

        told(frames);
        return true;
    }

    private static FlowReply WithRetry(FlowReply reply) =>
        reply is { Status: FlowStatus.Full, RetryAfterMs: 0 } ? reply with { RetryAfterMs = FullRetryMs } : reply;
}
