using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Registration;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Sinks;

/// <summary>
/// The output of a sink: results in batches to the control plane. A frame counts as acknowledged only when its result
/// is stored. While the control plane is away results wait, within the window, and are tried for ever; an epoch that no
/// longer holds stops the sink until its new directive. Safe for concurrent use.
/// </summary>
internal sealed class ResultSender : IStageOutput
{
    /// <summary>Name of a sink's only output.</summary>
    public const string OutputName = "";

    private readonly StageContext context;
    private readonly string job;
    private readonly string task;
    private readonly Action<long> stored;
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, ResultItem> waiting = [];
    private readonly Wakeup wake = new(1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task posting;
    private volatile int epoch;
    private volatile bool isVoid;
    private int mostItems;

    public ResultSender(StageContext context, string job, string task, int epoch, Action<long> stored)
    {
        (this.context, this.job, this.task, this.epoch, this.stored) = (context, job, task, epoch, stored);
        mostItems = context.Limits.ResultBatch;
        posting = Task.Run(Work);
    }

    public string Name => OutputName;

    public int Unacknowledged
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public long BytesOut => 0;

    public bool HasRoom(long frame)
    {
        lock (gate)
        {
            return waiting.Count < context.Limits.ResultWindow;
        }
    }

    public void Offer(EncodedFrame frame)
    {
        var item = ResultShape.Of(frame.Frame, context.Time.GetUtcNow());
        lock (gate)
        {
            waiting.TryAdd(item.Frame, item);
        }

        wake.Notify();
    }

    public void Settle(IReadOnlyList<long> frames)
    {
        lock (gate)
        {
            foreach (var frame in frames)
            {
                waiting.Remove(frame);
            }
        }
    }

    public void Retarget(HostedTask task, int epoch)
    {
        this.epoch = epoch;
        isVoid = false;
        wake.Notify();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await posting.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task Work()
    {
        var backoff = new Backoff(context.Limits.ControlRetryDelay, context.Limits.MaxControlRetryDelay);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (isVoid || Unacknowledged == 0)
                {
                    await wake.Wait(stop.Token).ConfigureAwait(false);
                    continue;
                }

                if (Unacknowledged < mostItems)
                {
                    await Task.Delay(context.Limits.ResultLinger, context.Time, stop.Token).ConfigureAwait(false);
                }

                await PostBatch(backoff).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Logger.LogTrace("The sink {Task} of job {Job} stopped", task, job);
        }
    }

    private async Task PostBatch(Backoff backoff)
    {
        var under = epoch;
        var items = NextBatch();
        var outcome = await context.Control.Post(job, new ResultBatch(
            context.Node.Node, context.Node.Incarnation, task, under, items, null), stop.Token).ConfigureAwait(false);
        switch (outcome)
        {
            case PostOutcome.Stored:
                backoff.Reset();
                mostItems = context.Limits.ResultBatch;
                Stored(items);
                break;
            case PostOutcome.Void:
                isVoid = under == epoch;
                context.Logger.LogInformation(
                    "Results of task {Task} of job {Job} under epoch {Epoch} are void; waiting for a directive",
                    task, job, under);
                break;
            case PostOutcome.Refused:
                Refused(items);
                await Task.Delay(backoff.Next(), context.Time, stop.Token).ConfigureAwait(false);
                break;
            default:
                await Task.Delay(backoff.Next(), context.Time, stop.Token).ConfigureAwait(false);
                break;
        }
    }

    private List<ResultItem> NextBatch()
    {
        var items = new List<ResultItem>();
        var bytes = 0;
        lock (gate)
        {
            foreach (var item in waiting.Values)
            {
                bytes += Size(item);
                if (items.Count > 0 && (bytes > context.Limits.ResultBatchBytes || items.Count >= mostItems))
                {
                    break;
                }

                items.Add(item);
            }
        }

        return items;
    }

    private static int Size(ResultItem item) =>
        64 + (item.Payload?.GetRawText().Length ?? 0) + (item.Error?.Length ?? 0);

    private void Stored(List<ResultItem> items)
    {
        foreach (var item in items)
        {
            lock (gate)
            {
                waiting.Remove(item.Frame);
            }

            stored(item.Frame);
        }
    }

    /// <summary>
    /// A batch that is refused is tried one by one; a result that is refused alone goes on as an error.
    /// </summary>
    private void Refused(List<ResultItem> items)
    {
        if (items.Count > 1)
        {
            mostItems = 1;
            return;
        }

        context.Logger.LogError("The control plane refused the result of frame {Frame} of task {Task} of job {Job}",
            items.Count == 0 ? -1 : items[0].Frame, task, job);
        lock (gate)
        {
            foreach (var item in items.Where(item => item.Error is null))
            {
                waiting[item.Frame] = item with { Payload = null, Error = "ResultRefused: by the control plane" };
            }
        }
    }
}
