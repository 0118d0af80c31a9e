using System.Collections.Concurrent;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// Runs batch tasks, each (job, task, attempt) at most once: a directive that comes again joins the run under way or
/// gets the stored report. Safe for concurrent use.
/// </summary>
internal sealed class BatchHost(
    StageContext context, ArtifactStore store, TaskJournal journal, BatchInputs inputs, EpochFence fence)
    : IAsyncDisposable
{
    /// <summary>Error type of a kept result that would be computed with another model now.</summary>
    public const string ModelChanged = "ModelChanged";

    private readonly ConcurrentDictionary<TaskKey, Underway> runs = new();
    private readonly CancellationTokenSource stop = new();
    private readonly EndedStages lost = new(context.Time);

    /// <summary>What attempts used that came to nothing a moment ago.</summary>
    public IReadOnlyList<StageCounters> Lost => lost.Recent();

    /// <summary>Whether any task is being run.</summary>
    public bool IsBusy => !runs.IsEmpty;

    /// <exception cref="StaleEpochException">The node has seen a newer epoch of the job.</exception>
    /// <exception cref="InputLostException">An input cannot be had.</exception>
    /// <exception cref="StageException">The stage cannot be made, or was stopped.</exception>
    public async Task<TaskReport> Run(TaskDirective directive, CancellationToken cancel)
    {
        fence.Admit(directive.Job, directive.Epoch);
        var key = new TaskKey(directive.Job, directive.Task, directive.Attempt);
        if (await journal.Read(key, cancel).ConfigureAwait(false) is { } done && store.Find(done.Artifact) is not null)
        {
            return done with { Epoch = directive.Epoch, Correlation = directive.Correlation };
        }

        var run = runs.GetOrAdd(key, _ => new Underway(stop.Token));
        run.Epoch = Math.Max(run.Epoch, directive.Epoch);
        var report = await run.Start(() => Execute(key, directive, run)).WaitAsync(cancel).ConfigureAwait(false);
        return report with { Epoch = directive.Epoch, Correlation = directive.Correlation };
    }

    /// <summary>True when the files that a kept result was made with are the same now.</summary>
    /// <exception cref="StaleEpochException">The node has seen a newer epoch of the job.</exception>
    /// <exception cref="StageException">They are not, or cannot be read.</exception>
    public async Task<bool> Check(KeptDirective directive, CancellationToken cancel)
    {
        fence.Admit(directive.Job, directive.Epoch);
        var now = await Task.Run(() => Now(directive), cancel).ConfigureAwait(false);
        return now == directive.ModelHash ? true : throw new StageException(
            ModelChanged, $"{Files(directive)} have other bytes on node {context.Node.Node} than when the result "
                + $"was made: {now ?? "none"} instead of {directive.ModelHash}");
    }

    private string? Now(KeptDirective directive)
    {
        try
        {
            return context.Maker.FilesHash(directive.Kind, directive.Model, directive.Parameters);
        }
        catch (StageException error)
        {
            throw new StageException(
                ModelChanged, $"{Files(directive)} cannot be read on node {context.Node.Node}: {error.Message}", error);
        }
    }

    private static string Files(KeptDirective directive) => directive.Model is { } model
        ? $"the files of model '{model}'"
        : $"the files of stage '{directive.Kind}'";

    /// <summary>Stops a job's runs of this epoch and older ones; if the job has ended, forgets its journal
    /// and keeps its artifacts as long as there is room.</summary>
    public void Stop(StopDirective directive)
    {
        foreach (var (_, run) in runs.Where(run => run.Key.Job == directive.Job && run.Value.Epoch <= directive.Epoch))
        {
            run.Cancel();
        }

        if (directive.Forget)
        {
            journal.Forget(directive.Job);
            store.Retire(directive.Job);
        }
    }

    /// <summary>Stops all runs: the node was given up.</summary>
    public void StopAll()
    {
        foreach (var run in runs.Values)
        {
            run.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        foreach (var run in runs.Values)
        {
            await run.Ended().ConfigureAwait(false);
        }

        stop.Dispose();
    }

    private async Task<TaskReport> Execute(TaskKey key, TaskDirective directive, Underway run)
    {
        var meter = new AttemptMeter(context.Time);
        var isDone = false;
        try
        {
            context.Logger.LogInformation(
                "Task {Task} begins under epoch {Epoch}, correlation {Correlation}", key, directive.Epoch,
                directive.Correlation);
            var report = await new BatchRun(context, store, inputs).Execute(directive, meter, run.Token)
                .ConfigureAwait(false);
            await journal.Write(key, report, run.Token).ConfigureAwait(false);
            isDone = true;
            context.Logger.LogInformation("Task {Task} ended: {Frames} frames, {Bytes} bytes in {ElapsedMs:F0} ms",
                key, report.Frames, report.Bytes, report.ElapsedMs);
            return report;
        }
        catch (OperationCanceledException e) when (run.Token.IsCancellationRequested)
        {
            throw new StageException("Stopped", $"Task {key} was stopped on node {context.Node.Node}.", e);
        }
        finally
        {
            runs.TryRemove(new KeyValuePair<TaskKey, Underway>(key, run));
            if (!isDone && meter.Lost(directive) is { } spent)
            {
                lost.Add(spent);
            }
        }
    }

    /// <summary>A run that several calls may wait for.</summary>
    private sealed class Underway(CancellationToken nodeStops)
    {
        private readonly CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(nodeStops);
        private readonly Lock gate = new();
        private Task<TaskReport>? task;

        public int Epoch { get; set; }

        public CancellationToken Token => cancel.Token;

        public Task<TaskReport> Start(Func<Task<TaskReport>> run)
        {
            lock (gate)
            {
                return task ??= Task.Run(run);
            }
        }

        public void Cancel() => cancel.Cancel();

        public async Task Ended()
        {
            if (task is { } started)
            {
                await ((Task)started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
