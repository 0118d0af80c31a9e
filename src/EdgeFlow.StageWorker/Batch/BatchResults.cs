using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Sinks;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// The results of a batch task that is a sink: posted some at a time, for ever while the control plane is away.
/// </summary>
internal sealed class BatchResults(StageContext context, TaskDirective directive)
{
    private readonly List<ResultItem> items = [];

    /// <exception cref="StaleEpochException">The control plane no longer takes results under this epoch.</exception>
    /// <exception cref="StageException">The control plane refused a result.</exception>
    public async Task Add(Frame frame, CancellationToken cancel)
    {
        items.Add(ResultShape.Of(frame, context.Time.GetUtcNow()));
        if (items.Count >= context.Limits.ResultBatch)
        {
            await Post(null, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Posts the rest, and how many frames there were in all.</summary>
    public Task Finish(long totalFrames, CancellationToken cancel) => Post(totalFrames, cancel);

    private async Task Post(long? total, CancellationToken cancel)
    {
        var batch = new ResultBatch(
            context.Node.Node, context.Node.Incarnation, directive.Task, directive.Epoch, [.. items], total);
        var backoff = new Backoff(context.Limits.ControlRetryDelay, context.Limits.MaxControlRetryDelay);
        while (true)
        {
            switch (await context.Control.Post(directive.Job, batch, cancel).ConfigureAwait(false))
            {
                case PostOutcome.Stored:
                    items.Clear();
                    return;
                case PostOutcome.Void:
                    throw new StaleEpochException(directive.Job, directive.Epoch, directive.Epoch + 1);
                case PostOutcome.Refused:
                    throw new StageException("ResultRefused",
                        $"The control plane refused results of task '{directive.Task}' of job '{directive.Job}'.");
                default:
                    await Task.Delay(backoff.Next(), context.Time, cancel).ConfigureAwait(false);
                    break;
            }
        }
    }
}
