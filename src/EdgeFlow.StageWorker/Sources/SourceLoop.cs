using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Registration;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Sources;

/// <summary>
/// Drives a source stage: asks which frames have their results already, then has the others made in order, no faster
/// than the plan's rate and no more at once than the window. Frame k is the same whenever it is made, so a source that
/// died begins again where the results end. Says how many frames there are in all.
/// </summary>
internal sealed class SourceLoop : IAsyncDisposable
{
    /// <summary>Name of the only input of a source stage.</summary>
    public const string Input = "";

    private readonly StageContext context;
    private readonly HostedStage stage;
    private readonly string job;
    private readonly long? total;
    private readonly Wakeup room = new(1);
    private readonly Wakeup retargeted = new(1);
    private readonly CancellationTokenSource stop = new();
    private Task making = Task.CompletedTask;
    private Task announcing = Task.CompletedTask;
    private volatile Pace pace;
    private volatile bool draining;

    public SourceLoop(
        StageContext context, HostedStage stage, string job, HostedTask task, int epoch, long? frameCount)
    {
        (this.context, this.stage, this.job) = (context, stage, job);
        total = task.Frames ?? frameCount;
        pace = new Pace(task.Task, epoch, task.RatePerSecond);
    }

    public void Start()
    {
        making = Task.Run(() => Guarded(Make));
        announcing = total is null ? Task.CompletedTask : Task.Run(() => Guarded(Announce));
    }

    public void Retarget(HostedTask task, int epoch)
    {
        pace = new Pace(task.Task, epoch, task.RatePerSecond);
        retargeted.Notify();
        room.Notify();
    }

    /// <summary>A frame was completed.</summary>
    public void RoomChanged() => room.Notify();

    public void Drain() => draining = true;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(making, announcing).ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task Guarded(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Logger.LogTrace("The source of job {Job} stopped", job);
        }
    }

    private async Task Make()
    {
        stage.Settle(await Progress().ConfigureAwait(false));
        var due = context.Time.GetTimestamp();
        for (var id = stage.FirstOpen(0); id < (total ?? long.MaxValue); id = stage.FirstOpen(id + 1))
        {
            await WaitForRoom().ConfigureAwait(false);
            due = await WaitUntilDue(due).ConfigureAwait(false);
            var capturedAt = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
            while (stage.Offer(Input, new Frame(id, capturedAt, [])).Status == FlowStatus.Full)
            {
                await room.Wait(context.Limits.Flow.MaxRetryDelay, stop.Token).ConfigureAwait(false);
            }
        }

        context.Logger.LogInformation("Source {Task} of job {Job} has made all {Total} frames", pace.Task, job, total);
    }

    private async Task<ResultProgress> Progress()
    {
        var backoff = new Backoff(context.Limits.ControlRetryDelay, context.Limits.MaxControlRetryDelay);
        while (true)
        {
            if (await context.Control.Progress(job, stop.Token).ConfigureAwait(false) is { } progress)
            {
                return progress;
            }

            await Task.Delay(backoff.Next(), context.Time, stop.Token).ConfigureAwait(false);
        }
    }

    private async Task WaitForRoom()
    {
        while (draining || stage.InFlight >= context.Limits.Flow.WindowFrames)
        {
            await room.Wait(context.Limits.Flow.MaxRetryDelay, stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the rate on average, without a burst after a pause.</summary>
    private async Task<long> WaitUntilDue(long due)
    {
        var rate = pace.RatePerSecond;
        var now = context.Time.GetTimestamp();
        if (rate <= 0)
        {
            return now;
        }

        if (due > now)
        {
            await Task.Delay(context.Time.GetElapsedTime(now, due), context.Time, stop.Token).ConfigureAwait(false);
        }

        var step = (long)(context.Time.TimestampFrequency / rate);
        return Math.Max(due, now - step) + step;
    }

    private async Task Announce()
    {
        var backoff = new Backoff(context.Limits.ControlRetryDelay, context.Limits.MaxControlRetryDelay);
        while (true)
        {
            var now = pace;
            var outcome = await context.Control.Post(job, new ResultBatch(
                context.Node.Node, context.Node.Incarnation, now.Task, now.Epoch, [], total), stop.Token)
                .ConfigureAwait(false);
            switch (outcome)
            {
                case PostOutcome.Stored:
                    return;
                case PostOutcome.Void:
                    await retargeted.Wait(stop.Token).ConfigureAwait(false);
                    break;
                default:
                    await Task.Delay(backoff.Next(), context.Time, stop.Token).ConfigureAwait(false);
                    break;
            }
        }
    }

    private sealed record Pace(string Task, int Epoch, double RatePerSecond);
}
