using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// Where a stage's output frames go: a flow to a consumer, or, for a sink, the control plane. It keeps each frame until
/// it is acknowledged and then tells the stage, once. Safe for concurrent use; nothing blocks.
/// </summary>
internal interface IStageOutput : IAsyncDisposable
{
    /// <summary>The consuming task; empty for the results of a sink.</summary>
    string Name { get; }

    /// <summary>Frames that wait for their acknowledgement.</summary>
    int Unacknowledged { get; }

    /// <summary>Bytes sent to other nodes.</summary>
    long BytesOut { get; }

    /// <summary>Whether a frame may be added now; the oldest always may.</summary>
    bool HasRoom(long frame);

    /// <summary>Takes a frame over.</summary>
    void Offer(EncodedFrame frame);

    /// <summary>These frames have their results stored: nobody waits for them any more.</summary>
    void Settle(IReadOnlyList<long> frames);

    /// <summary>The stage is now hosted under another epoch.</summary>
    void Retarget(HostedTask task, int epoch);
}
