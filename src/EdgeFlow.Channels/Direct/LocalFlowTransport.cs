using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Frames between two stages of one node: handed over as they are, without encoding or sockets. Not shaped.
/// </summary>
public sealed class LocalFlowTransport(FlowTable table) : IFlowTransport
{
    /// <inheritdoc/>
    public Task<FlowReply> Send(
        FlowKey key, FlowTarget target, EncodedFrame frame, TokenBucket? shaper, CancellationToken cancel) =>
        Task.FromResult(table.Offer(key, target.Epoch, frame.Frame));

    /// <inheritdoc/>
    public Task<FlowReply> Probe(FlowKey key, FlowTarget target, long frame, CancellationToken cancel) =>
        Task.FromResult(table.Probe(key, target.Epoch, frame));

    /// <inheritdoc/>
    public Task<bool> Acknowledge(
        FlowKey key, string address, int epoch, IReadOnlyList<long> frames, CancellationToken cancel) =>
        Task.FromResult(table.Acknowledge(key, frames));
}
