using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Sinks;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The flows out of a stage, and the acknowledgements that it owes to the stages before it. Safe for concurrent use.
/// </summary>
internal sealed class StageFlows : IAsyncDisposable
{
    private readonly List<IStageOutput> outputs = [];
    private readonly Dictionary<string, AckSender> acks = new(StringComparer.Ordinal);

    /// <summary>Opens the flows of a task.</summary>
    /// <param name="context">The node.</param>
    /// <param name="job">The job.</param>
    /// <param name="task">The task.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="acknowledged">Told once for each output and frame when its consumer is through with it.</param>
    public StageFlows(StageContext context, string job, HostedTask task, int epoch, Action<string, long> acknowledged)
    {
        foreach (var flow in task.Outputs)
        {
            var sender = new FlowSender(
                new FlowKey(job, task.Task, flow.To), FlowOutput.Target(flow, epoch), context.Transport,
                context.Limits.Flow, frame => acknowledged(flow.To, frame), context.Time, context.Logger);
            outputs.Add(new FlowOutput(flow.To, sender, context.Transport));
        }

        if (task.Outputs.Count == 0)
        {
            outputs.Add(new ResultSender(
                context, job, task.Task, epoch, frame => acknowledged(ResultSender.OutputName, frame)));
        }

        foreach (var flow in task.Inputs)
        {
            acks.Add(flow.From, new AckSender(new FlowKey(job, flow.From, task.Task), epoch, flow.Address,
                context.Transport, context.Limits.Flow, context.Logger));
        }
    }

    /// <summary>Output frames that wait for their acknowledgement.</summary>
    public int Unacknowledged => outputs.Sum(output => output.Unacknowledged);

    /// <summary>Bytes sent to other nodes.</summary>
    public long BytesOut => outputs.Sum(output => output.BytesOut);

    /// <summary>Bytes sent to other nodes, by consuming task.</summary>
    public IReadOnlyList<FlowCounter> Counters() =>
        [.. outputs.OfType<FlowOutput>().Select(flow => new FlowCounter(flow.Name, flow.BytesOut))];

    /// <summary>Who hears acknowledgements of each flow.</summary>
    public IEnumerable<(string To, Action<IReadOnlyList<long>> Told)> Producers() =>
        outputs.OfType<FlowOutput>().Select(flow => (flow.Name, (Action<IReadOnlyList<long>>)flow.Acknowledge));

    public bool HaveRoom(long frame) => outputs.TrueForAll(output => output.HasRoom(frame));

    public void Offer(EncodedFrame frame) => outputs.ForEach(output => output.Offer(frame));

    public void Settle(IReadOnlyList<long> frames) => outputs.ForEach(output => output.Settle(frames));

    /// <summary>Tells all producers that these frames are completed.</summary>
    public void Acknowledge(IReadOnlyList<long> frames)
    {
        foreach (var ack in acks.Values)
        {
            foreach (var frame in frames)
            {
                ack.Add(frame);
            }
        }
    }

    public void Retarget(HostedTask task, int epoch)
    {
        outputs.ForEach(output => output.Retarget(task, epoch));
        foreach (var flow in task.Inputs)
        {
            acks[flow.From].Retarget(epoch, flow.Address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var output in outputs)
        {
            await output.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var ack in acks.Values)
        {
            await ack.DisposeAsync().ConfigureAwait(false);
        }
    }
}
