using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Runs;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Reruns;

/// <summary>
/// Holds a rerun to what its kept results were made with: before its first task begins, the node that holds a result is
/// asked whether the model still has the same bytes. One that has not is computed again, with all after it. Thread
/// safe.
/// </summary>
public sealed class KeptResults(ControlCommands commands, ApplicationCatalog applications, TimeProvider time)
{
    /// <summary>What to ask about a task; null where its result is not kept, was made without a model, or where the run
    /// has begun: what is computed by then was computed with it.</summary>
    /// <param name="state">The job.</param>
    /// <param name="task">The task, with all parameters in its stage.</param>
    /// <param name="epoch">The epoch of the plan in force.</param>
    public static KeptDirective? Check(JobState state, TaskSpec task, int epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(task);
        return IsKept(state, task.Id)
            && state.Rerun?.Reused.FirstOrDefault(its => its.Task == task.Id) is { ModelHash: { } hash } kept
            && !state.Progress.Values.Any(progress => progress is { Done: true, LastAttempt: > 0 })
            ? new KeptDirective(
                state.Job.Value, epoch, task.Id.Value, task.Stage.Kind, kept.Model, task.Stage.Parameters, hash)
            : null;
    }

    /// <summary>The kept tasks whose model nobody can be asked about, since their node is gone, and all kept ones
    /// behind them.</summary>
    /// <param name="rerun">The link to the earlier run.</param>
    /// <param name="application">What runs now.</param>
    /// <param name="nodes">All nodes that are known.</param>
    public static IEnumerable<TaskId> Unasked(
        RerunOf rerun, ApplicationSpec application, IReadOnlyList<NodeState> nodes)
    {
        ArgumentNullException.ThrowIfNull(rerun);
        var ready = nodes.Where(node => node.Status == NodeStatus.Ready).Select(node => node.Node).ToHashSet();
        var kept = rerun.Reused.Select(task => task.Task).ToHashSet();
        return rerun.Reused.Where(task => task.ModelHash is not null && !ready.Contains(task.Node))
            .SelectMany(task => Behind(application, task.Task)).Where(kept.Contains).Distinct().Order();
    }

    /// <summary>Has a task computed again whose kept result does not hold, and every kept one after it.</summary>
    /// <param name="failed">What the node said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Reopen(AttemptFailed failed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failed);
        var state = (await commands.Jobs.Load(failed.Job, null, cancellationToken).ConfigureAwait(false)).State;
        if (state is null || state.IsEnded || FailedAttempts.ShortName(failed.ErrorType) == FailedAttempts.StaleEpoch)
        {
            return;
        }

        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var task = new TaskId(failed.Task);
        var metadata = new EventMetadata(
            null, Causes.Report(failed.Task, failed.Attempt), Actors.Node(failed.Node));
        foreach (var open in Behind(application, task).Where(open => IsKept(state, open)))
        {
            var reason = open == task ? failed.Reason : $"its input {task} is computed again: {failed.Reason}";
            await commands.Jobs.Execute(
                new ReopenTask(state.Job, open, failed.Epoch, reason, time.GetUtcNow()), metadata, null,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsKept(JobState state, TaskId task) =>
        state.ProgressOf(task) is { Done: true, LastAttempt: 0 };

    // The last first: where this is broken off in between, the task itself is still there to be asked about.
    private static IEnumerable<TaskId> Behind(ApplicationSpec application, TaskId task)
    {
        var behind = new HashSet<TaskId> { task };
        var isLarger = true;
        while (isLarger)
        {
            isLarger = false;
            foreach (var next in application.Tasks.Where(next => next.Needs.Any(need => behind.Contains(need.Task))))
            {
                isLarger |= behind.Add(next.Id);
            }
        }

        return behind.OrderBy(id => id == task).ThenBy(id => id);
    }
}
