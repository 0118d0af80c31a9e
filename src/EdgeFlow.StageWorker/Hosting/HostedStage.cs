using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Sinks;
using EdgeFlow.StageWorker.Sources;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// One task of a stream job on this node: takes inputs in, joins them, computes and hands outputs over. It acknowledges
/// an input only when all consumers have acknowledged its own output (a sink: when the result is stored), so that at
/// any moment some living stage upstream still has every frame that is not finished. Safe for concurrent use.
/// </summary>
internal sealed class HostedStage : IFrameConsumer, IAsyncDisposable
{
    private readonly StageContext context;
    private readonly string job;
    private readonly string instance = Guid.NewGuid().ToString("N");
    private readonly Lock gate = new();
    private readonly FrameLedger ledger;
    private readonly FrameRunner runner;
    private readonly StageMeter meter;
    private readonly StageFlows flows;
    private readonly Wakeup work;
    private readonly CancellationTokenSource stop = new();
    private readonly SourceLoop? source;
    private readonly List<Task> workers = [];
    private volatile Hosting hosting;
    private volatile bool draining;
    private long oldestSeen = -1;

    public HostedStage(StageContext context, string job, HostedTask task, int epoch, IStage stage,
        string? filesHash)
    {
        (this.context, this.job) = (context, job);
        hosting = new Hosting(task, epoch);
        meter = new StageMeter(context.Time);
        work = new Wakeup(context.Runners + 1);
        runner = new FrameRunner(
            stage, filesHash, context.Runners, context.Cpu, context.Profiles, context.Limits, context.Time,
            context.Logger);
        var isSource = task.Inputs.Count == 0;
        ledger = new FrameLedger(
            isSource ? [SourceLoop.Input] : [.. task.Inputs.Select(flow => flow.From)],
            task.Outputs.Count == 0 ? [ResultSender.OutputName] : [.. task.Outputs.Select(flow => flow.To)],
            context.Limits.Flow);
        flows = new StageFlows(context, job, task, epoch, Acknowledged);
        source = isSource ? new SourceLoop(context, this, job, task, epoch, (stage as ISourceStage)?.FrameCount) : null;
    }

    public HostedTask Task => hosting.Task;

    /// <summary>Whether a task of a new directive can go on with this stage as it is.</summary>
    public bool Fits(HostedTask next) => next.StageHash == Task.StageHash && next.Kind == Task.Kind
        && next.Inputs.Select(flow => flow.From).ToHashSet().SetEquals(Task.Inputs.Select(flow => flow.From))
        && next.Outputs.Select(flow => flow.To).ToHashSet().SetEquals(Task.Outputs.Select(flow => flow.To));

    /// <summary>Begins to work; call it once, when the flow table knows the stage.</summary>
    public void Start()
    {
        // One more than compute: while they do, the next frame is taken and the last one handed on.
        for (var i = 0; i <= context.Runners; i++)
        {
            workers.Add(System.Threading.Tasks.Task.Run(Work));
        }

        source?.Start();
    }

    /// <summary>The stage stays under a new epoch, with all that it holds.</summary>
    public void Retarget(HostedTask task, int epoch)
    {
        hosting = new Hosting(task, epoch);
        flows.Retarget(task, epoch);
        source?.Retarget(task, epoch);
    }

    /// <inheritdoc/>
    public FlowReply Probe(string from, long frame, long bytes)
    {
        lock (gate)
        {
            return new FlowReply(
                Shut(frame) ? FlowStatus.Full : ledger.Probe(from, frame, bytes), Instance: instance);
        }
    }

    /// <inheritdoc/>
    public FlowReply Offer(string from, Frame frame)
    {
        FlowStatus status;
        lock (gate)
        {
            var known = ledger.Knows(frame.Id);
            status = Shut(frame.Id) ? FlowStatus.Full : ledger.Offer(from, frame);
            if (status == FlowStatus.Held && !known)
            {
                meter.Accepted();
            }
        }

        work.Notify();
        return new FlowReply(status, Instance: instance);
    }

    /// <summary>Who hears acknowledgements of each flow out of this stage.</summary>
    public IEnumerable<(string To, Action<IReadOnlyList<long>> Told)> Producers() => flows.Producers();

    /// <summary>These frames have all their results: nothing of them is needed any more.</summary>
    public void Settle(ResultProgress progress)
    {
        IReadOnlyList<long> settled;
        lock (gate)
        {
            settled = ledger.Settle(progress);
        }

        flows.Settle(settled);
        Completed(settled);
    }

    /// <summary>Whether the oldest frame in flight is the same as at the last call.</summary>
    public bool OldestStays()
    {
        lock (gate)
        {
            var before = oldestSeen;
            oldestSeen = ledger.Oldest ?? -1;
            return oldestSeen >= 0 && oldestSeen == before;
        }
    }

    /// <summary>The lowest id from here on that a source still has to make.</summary>
    public long FirstOpen(long from)
    {
        lock (gate)
        {
            return ledger.FirstOpen(from);
        }
    }

    /// <summary>How many frames are in flight.</summary>
    public int InFlight
    {
        get
        {
            lock (gate)
            {
                return ledger.InFlight;
            }
        }
    }

    /// <summary>
    /// The node ends: a source makes no further frames; others finish what they have and take nothing new.
    /// </summary>
    public void Drain()
    {
        draining = true;
        source?.Drain();
    }

    public StageCounters Counters()
    {
        int queued;
        lock (gate)
        {
            queued = ledger.Queued;
        }

        var now = hosting;
        return new StageCounters(
            job, now.Task.Task, now.Epoch, meter.FramesIn, meter.FramesOut, meter.Errors, queued,
            flows.Unacknowledged, meter.Rate(), flows.BytesOut,
            meter.BusyMs)
        {
            Instance = instance,
            Flows = flows.Counters(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        if (source is not null)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        await System.Threading.Tasks.Task.WhenAll(workers).ConfigureAwait(false);
        await flows.DisposeAsync().ConfigureAwait(false);
        runner.Dispose();
        stop.Dispose();
    }

    private async Task Work()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                FrameWork? next;
                lock (gate)
                {
                    next = ledger.TryTake(flows.HaveRoom);
                }

                await (next is null ? work.Wait(stop.Token) : Process(next)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Logger.LogTrace("A runner of task {Task} of job {Job} stopped", Task.Task, job);
        }
    }

    private async Task Process(FrameWork next)
    {
        var task = Task;
        var rules = new RunRules(task.Task, task.StageHash, task.Attempts, task.RetryDelayMs, task.TimeoutMs);
        var (output, busy) = await runner.Run(next, rules, stop.Token).ConfigureAwait(false);
        meter.Worked(busy, Channels.Frames.ErrorFrames.Text(output.Frame) is not null);
        bool send;
        lock (gate)
        {
            send = ledger.Produced(next.Id);
        }

        if (send)
        {
            flows.Offer(output);
        }
        else
        {
            Completed([next.Id]);
        }
    }

    private bool Shut(long frame) => draining && !ledger.Knows(frame);

    private void Acknowledged(string output, long frame)
    {
        bool completed;
        lock (gate)
        {
            completed = ledger.Acknowledged(output, frame);
        }

        if (completed)
        {
            Completed([frame]);
        }

        work.Notify();
    }

    private void Completed(IReadOnlyList<long> frames)
    {
        if (frames.Count == 0)
        {
            return;
        }

        meter.Completed(frames.Count);
        flows.Acknowledge(frames);
        work.Notify();
        source?.RoomChanged();
    }

    private sealed record Hosting(HostedTask Task, int Epoch);
}
