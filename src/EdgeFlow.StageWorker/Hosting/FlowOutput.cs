using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>A stage's output that is a flow to a consuming task.</summary>
internal sealed class FlowOutput(string name, FlowSender sender, NodeTransport transport) : IStageOutput
{
    private readonly Lock gate = new();
    private long seen;
    private long sent;

    public string Name => name;

    public int Unacknowledged => sender.Unacknowledged;

    /// <summary>Bytes sent to other nodes. What stayed on this node between two plans does not count.</summary>
    public long BytesOut
    {
        get
        {
            lock (gate)
            {
                return Count();
            }
        }
    }

    public static FlowTarget Target(OutputFlow flow, int epoch) =>
        new(epoch, flow.NextHop, flow.BandwidthBitsPerSecond);

    public bool HasRoom(long frame) => sender.HasRoom(frame);

    public void Offer(EncodedFrame frame) => sender.Offer(frame);

    public void Settle(IReadOnlyList<long> frames) => sender.Acknowledge(frames);

    public void Acknowledge(IReadOnlyList<long> frames) => sender.Acknowledge(frames);

    // Not under the lock: whoever waits for a send that is given up may go on at once, on this thread.
    public void Retarget(HostedTask task, int epoch)
    {
        lock (gate)
        {
            Count();
        }

        sender.Retarget(Target(task.Outputs.First(flow => flow.To == name), epoch));
    }

    public ValueTask DisposeAsync() => sender.DisposeAsync();

    private long Count()
    {
        var total = sender.BytesSent;
        sent += transport.IsOwn(sender.Target.NextHop) ? 0 : total - seen;
        seen = total;
        return sent;
    }
}
