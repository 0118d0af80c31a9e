using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>
/// Algorithm 1 of ENTS, Task Allocation (solves P2, greedily): task after task, each on the node of least tExec =
/// C_i / PS_j + max over its predecessors p of D_{i,p} / avgBw(node(p), j), among those with R_avail ≥ R_req. The sum
/// is as printed, although the objective (3.2) is a max. The job's input is the flow of its pinned source task (A7).
/// Where the thesis is silent: tasks in topological order, ties by id; among equal nodes the lowest; a job with a task
/// that fits nowhere waits whole.
/// </summary>
/// <param name="average">avgBw (A3, A4).</param>
internal sealed class TaskAllocation(AverageBandwidth average) : IPlacementRule
{
    /// <inheritdoc/>
    public (int[]? Nodes, Refusal? Refusal) Place(Ledger ledger, IndexedJob job)
    {
        var (attempt, refusal) = Attempt.Begin(ledger, job);
        if (attempt is null)
        {
            return (null, refusal);
        }

        foreach (var i in job.Order)
        {
            var group = attempt.Groups.Of[i];
            if (attempt.NodeOf[group] >= 0)
            {
                continue;
            }

            var (best, least) = (-1, double.PositiveInfinity);
            foreach (var j in attempt.Groups.Nodes[group].Where(j => attempt.Allows(group, j)))
            {
                var execution = job.Seconds(i, ledger.Network.Nodes[j]) + Communication(attempt, job, i, j);
                ledger.Work += 1 + job.Incoming[i].Length;
                if (execution < least)
                {
                    (best, least) = (j, execution);
                }
            }

            if (best < 0)
            {
                return (null, attempt.NoNode(group));
            }

            attempt.Take(group, best);
        }

        return (attempt.Nodes, null);
    }

    /// <summary>tComm: the slowest of the task's inputs.</summary>
    private double Communication(Attempt attempt, IndexedJob job, int task, int node)
    {
        var slowest = 0.0;
        foreach (var f in job.Incoming[task])
        {
            var from = attempt.NodeOf[attempt.Groups.Of[job.Flows[f].From]];
            if (from >= 0 && from != node)
            {
                var bandwidth = average.Between(from, node);
                slowest = Math.Max(
                    slowest, bandwidth > 0 ? job.Flows[f].Bits / bandwidth : double.PositiveInfinity);
            }
        }

        return slowest;
    }
}
