using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>The receiving end of the flows into one hosted task. Safe for concurrent use; never blocks.</summary>
public interface IFrameConsumer
{
    /// <summary>Takes a frame in, or says why not: held, completed or full.</summary>
    /// <param name="from">The producing task.</param>
    /// <param name="frame">The frame; its data belongs to the consumer from now on.</param>
    FlowReply Offer(string from, Frame frame);

    /// <summary>What <see cref="Offer"/> would say: held, completed, full, or missing when it would be taken.</summary>
    /// <param name="from">The producing task.</param>
    /// <param name="frame">Its id.</param>
    /// <param name="bytes">Its size, 0 when only asked about.</param>
    FlowReply Probe(string from, long frame, long bytes);
}
