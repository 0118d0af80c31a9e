using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Control.Replanning;

/// <summary>Finds tasks of batch jobs that are done but whose output went with its node while somebody still needs it.
/// Pure.</summary>
public static class LostOutputs
{
    /// <summary>The commands that have such tasks done again, so that the next plan places them.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="now">When they are asked.</param>
    public static IEnumerable<ReopenTask> Commands(NetworkState state, DateTimeOffset now) =>
        from job in state.Jobs.Where(SnapshotBuilder.IsToBePlanned)
        from task in Find(job, state.Nodes)
        select new ReopenTask(
            job.State.Job, task, job.State.Epoch,
            $"its output was on node {job.State.ProgressOf(task).Node}, which is gone", now);

    /// <summary>The tasks that have to be done again, in the manifest's order.</summary>
    /// <param name="job">A batch job that has not ended.</param>
    /// <param name="nodes">All nodes that are known.</param>
    public static IReadOnlyList<TaskId> Find(ActiveJob job, IReadOnlyList<NodeState> nodes)
    {
        if (job.State.Demand.Mode != JobMode.Batch)
        {
            return [];
        }

        var holding = nodes.Where(node => node.Status == NodeStatus.Ready).Select(node => node.Node).ToHashSet();
        var consumers = job.Application.Tasks
            .SelectMany(task => task.Needs.Select(need => (From: need.Task, To: task.Id)))
            .ToLookup(edge => edge.From, edge => edge.To);
        var runs = new Dictionary<TaskId, bool>();
        return [.. job.Application.Tasks.Select(task => task.Id)
            .Where(task => job.State.ProgressOf(task).Done && Runs(task))];

        // Whether a task will run (again): it is not done, or its output is gone and one of its consumers will run.
        bool Runs(TaskId task)
        {
            if (!runs.TryGetValue(task, out var known))
            {
                var progress = job.State.ProgressOf(task);
                known = !progress.Done || (!holding.Contains(progress.Node) && consumers[task].Any(Runs));
                runs[task] = known;
            }

            return known;
        }
    }
}
