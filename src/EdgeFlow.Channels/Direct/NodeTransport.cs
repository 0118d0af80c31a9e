using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>Chooses by address: this node's own goes straight to its table, all others over HTTP.</summary>
/// <param name="ownAddress">Base address of this node, as directives name it.</param>
/// <param name="local">Within the node.</param>
/// <param name="remote">To other nodes.</param>
public sealed class NodeTransport(string ownAddress, IFlowTransport local, IFlowTransport remote) : IFlowTransport
{
    private readonly string own = ownAddress.TrimEnd('/');

    /// <summary>Whether an address is this node's.</summary>
    public bool IsOwn(string address) => string.Equals(address.TrimEnd('/'), own, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public Task<FlowReply> Send(
        FlowKey key, FlowTarget target, EncodedFrame frame, TokenBucket? shaper, CancellationToken cancel) =>
        For(target.NextHop).Send(key, target, frame, shaper, cancel);

    /// <inheritdoc/>
    public Task<FlowReply> Probe(FlowKey key, FlowTarget target, long frame, CancellationToken cancel) =>
        For(target.NextHop).Probe(key, target, frame, cancel);

    /// <inheritdoc/>
    public Task<bool> Acknowledge(
        FlowKey key, string address, int epoch, IReadOnlyList<long> frames, CancellationToken cancel) =>
        For(address).Acknowledge(key, address, epoch, frames, cancel);

    private IFlowTransport For(string address) => IsOwn(address) ? local : remote;
}
