using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>A stage's output that is a flow to a consuming task.</summary>
internal sealed class FlowOutput(string name, FlowSender sender, NodeTransport transport) : IStageOutput
{
    public string Name => name;

    public int Unacknowledged => sender.Unacknowledged;

    public long BytesOut => transport.IsOwn(sender.Target.NextHop) ? 0 : sender.BytesSent;

    public static FlowTarget Target(OutputFlow flow, int epoch) =>
        new(epoch, flow.NextHop, flow.BandwidthBitsPerSecond);

    public bool HasRoom(long frame) => sender.HasRoom(frame);

    public void Offer(EncodedFrame frame) => sender.Offer(frame);

    public void Settle(IReadOnlyList<long> frames) => sender.Acknowledge(frames);

    public void Acknowledge(IReadOnlyList<long> frames) => sender.Acknowledge(frames);

    public void Retarget(HostedTask task, int epoch) =>
        sender.Retarget(Target(task.Outputs.First(flow => flow.To == name), epoch));

    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
