using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// How a flow's end talks to the other end: over HTTP to another node, or straight to the <see cref="FlowTable"/>
/// within one node. Implementations never throw for a peer's failure; they say <see cref="FlowStatus.Unreachable"/>.
/// Safe for concurrent use.
/// </summary>
public interface IFlowTransport
{
    /// <summary>Hands over one frame.</summary>
    /// <param name="key">The flow.</param>
    /// <param name="target">Where to, and under which epoch.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="shaper">What to pace the bytes by, or null.</param>
    /// <param name="cancel">Gives up; the frame may have arrived all the same.</param>
    Task<FlowReply> Send(
        FlowKey key, FlowTarget target, EncodedFrame frame, TokenBucket? shaper, CancellationToken cancel);

    /// <summary>Asks whether the consumer holds a frame, without sending it.</summary>
    Task<FlowReply> Probe(FlowKey key, FlowTarget target, long frame, CancellationToken cancel);

    /// <summary>Tells a producer's node which frames are completed. False when it could not be told.</summary>
    Task<bool> Acknowledge(
        FlowKey key, string address, int epoch, IReadOnlyList<long> frames, CancellationToken cancel);
}
