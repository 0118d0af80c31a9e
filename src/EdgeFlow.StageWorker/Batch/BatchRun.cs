using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// One run of a batch task: all input frames through the stage, the outputs in order into an artifact.
/// </summary>
internal sealed class BatchRun(StageContext context, ArtifactStore store, BatchInputs inputs)
{
    private const double FrameRetryDelayMs = 100;

    public async Task<TaskReport> Execute(TaskDirective directive, AttemptMeter meter, CancellationToken cancel)
    {
        var fetched = await inputs.Fetch(directive, meter, cancel).ConfigureAwait(false);
        var (stage, files) = await Task.Run(
            () => context.Maker.MakeKnown(directive.Kind, directive.Model, directive.Parameters, cancel), cancel)
            .ConfigureAwait(false);
        using var runner = new FrameRunner(
            stage, files, context.Runners, context.Cpu, context.Profiles, context.Limits, context.Time, context.Logger);
        meter.Begins();
        var writer = new ArtifactWriter(store.NewTemp());
        await using (writer.ConfigureAwait(false))
        {
            var results = directive.Sink ? new BatchResults(context, directive) : null;
            await foreach (var output in Outputs(directive, fetched, runner, cancel).ConfigureAwait(false))
            {
                await writer.Add(output, cancel).ConfigureAwait(false);
                await (results?.Add(output.Frame, cancel) ?? Task.CompletedTask).ConfigureAwait(false);
            }

            await (results?.Finish(writer.Frames, cancel) ?? Task.CompletedTask).ConfigureAwait(false);
            var hash = await writer.Finish(cancel).ConfigureAwait(false);
            store.Adopt(directive.Job, hash, writer.Path);
            return new TaskReport(
                directive.Job, directive.Task, directive.Attempt, directive.Epoch, context.Node.Node, hash,
                writer.Bytes, writer.Frames, meter.Computed.TotalMilliseconds)
            {
                ModelHash = files,
            };
        }
    }

    /// <summary>
    /// Works at as many frames at once as there are runners, with one more at hand; gives the outputs in the order of
    /// the inputs.
    /// </summary>
    private async IAsyncEnumerable<EncodedFrame> Outputs(
        TaskDirective directive, IReadOnlyList<(string From, string Path)> files, FrameRunner runner,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var rules = new RunRules(directive.Task, directive.StageHash, context.Limits.BatchFrameAttempts,
            FrameRetryDelayMs, directive.TimeoutMs);
        var working = new Queue<Task<(EncodedFrame Output, TimeSpan Busy)>>();
        var frames = directive.Inputs.Count == 0
            ? inputs.Make(directive, (runner.Stage as ISourceStage)?.FrameCount).ToAsyncEnumerable()
            : BatchInputs.Join(files, cancel);
        await foreach (var frame in frames.WithCancellation(cancel).ConfigureAwait(false))
        {
            working.Enqueue(runner.Run(frame, rules, cancel));
            if (working.Count > context.Runners)
            {
                yield return (await working.Dequeue().ConfigureAwait(false)).Output;
            }
        }

        while (working.TryDequeue(out var next))
        {
            yield return (await next.ConfigureAwait(false)).Output;
        }
    }
}
