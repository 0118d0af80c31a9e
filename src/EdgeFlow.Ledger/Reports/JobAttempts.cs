using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// A batch job's events, as far as they tell when its attempts can have begun: the workflow asks for a task once its
/// epoch has started and all that the task needs is done, and again after a failure. There is no event of a beginning.
/// Owned by one caller.
/// </summary>
internal sealed class JobAttempts
{
    private readonly List<int> epochs = [];
    private readonly Dictionary<int, DateTimeOffset> started = [];
    private readonly Dictionary<TaskId, DateTimeOffset> done = [];
    private readonly Dictionary<TaskId, DateTimeOffset> ended = [];
    private readonly Dictionary<TaskId, Failure> failures = [];

    /// <summary>The job after the events; null before its submission.</summary>
    public JobState? State { get; private set; }

    /// <summary>The epochs, the newest first.</summary>
    public IEnumerable<int> Epochs => Enumerable.Reverse(epochs);

    /// <summary>One more event.</summary>
    public void Apply(IEvent change)
    {
        State = JobDecider.Evolve(State, change);
        switch (change)
        {
            case JobPlanned planned:
                epochs.Add(planned.Epoch);
                break;
            case JobStarted start:
                started.TryAdd(start.Epoch, start.OccurredAt);
                break;
            case TaskCompleted task:
                // The first end is kept: an attempt that used it goes on when the output is made once more.
                done.TryAdd(task.Task, task.OccurredAt);
                ended[task.Task] = task.OccurredAt;
                break;
            case TaskFailed failed:
                failures[failed.Task] = new Failure(
                    failed.Node, failed.OccurredAt,
                    ended.TryGetValue(failed.Task, out var before) ? before : DateTimeOffset.MinValue);
                ended[failed.Task] = failed.OccurredAt;
                break;
            default:
                break;
        }
    }

    /// <summary>The attempt at a task that died with a node's process: one that was under way, or that failed after the
    /// last sign of life, so that nobody was told what it had used. Null where none can have begun.</summary>
    /// <param name="task">The task.</param>
    /// <param name="since">The epochs in which it had its place, one after the other, the newest first.</param>
    /// <param name="death">The death of the node's process.</param>
    public DeadAttempt? Died(TaskSpec task, IReadOnlyList<int> since, NodeDeath death)
    {
        var untold = failures.GetValueOrDefault(task.Id) is { } failure && failure.Node == death.Node
            && failure.At >= death.Until ? failure : null;
        if (State is not { } job || (job.ProgressOf(task.Id).Done && untold is null) || since.Count == 0)
        {
            return null;
        }

        var first = since.Where(started.ContainsKey).Select(epoch => (DateTimeOffset?)started[epoch]).Min();
        if (first is not { } began || task.Needs.Any(need => !WasDone(job, need.Task)))
        {
            return null;
        }

        var (before, until) = untold is null
            ? (ended.GetValueOrDefault(task.Id, DateTimeOffset.MinValue), death.Until) : (untold.Before, untold.At);
        began = task.Needs.Where(need => done.ContainsKey(need.Task)).Select(need => done[need.Task])
            .Append(began).Append(before).Append(death.Since).Max();
        return began >= until ? null : new DeadAttempt(
            job.Job.Value, since[0], task.Id, began, until,
            [.. task.Needs.Select(need => (need.Task, job.ProgressOf(need.Task).OutputBytes))]);
    }

    // Before is when the attempt before it had ended.
    private sealed record Failure(NodeId Node, DateTimeOffset At, DateTimeOffset Before);

    // A task whose result was kept of an earlier run is done from the beginning.
    private bool WasDone(JobState job, TaskId task) => done.ContainsKey(task) || job.ProgressOf(task).Done;
}
