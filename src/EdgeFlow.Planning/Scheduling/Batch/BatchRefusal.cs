using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>Why a batch job found no schedule: the first task at which HEFT is stuck, and what stands in its
/// way.</summary>
internal static class BatchRefusal
{
    /// <summary>The reason.</summary>
    public static Refusal Of(IndexedJob job, BatchModel model)
    {
        var problem = model.Problem;
        var (partial, hosts) = (new PartialSchedule(problem), new HostLedger(problem.Side));
        foreach (var t in Ranks.Falling(problem, new Ranks(problem).Upward()))
        {
            var (node, _) = partial.Earliest(t);
            if (node < 0)
            {
                return Stuck(job, model, hosts, t);
            }

            partial.Place(t, node);
            hosts.Add(t, node);
        }

        return new Refusal("/spec/tasks", "no schedule was found for it");
    }

    private static Refusal Stuck(IndexedJob job, BatchModel model, HostLedger hosts, int t)
    {
        var (problem, task) = (model.Problem, model.Tasks[t]);
        var id = job.Tasks[task].Id;
        var open = Enumerable.Range(0, problem.NodeCount)
            .Where(u => double.IsFinite(problem.Seconds[t * problem.NodeCount + u])).ToList();
        if (open.TrueForAll(u => !hosts.HasMemory(t, u)) && open.Count > 0)
        {
            return new Refusal(job.Pointer(task, "memory"), $"the tasks placed before {id} leave it no memory");
        }

        return open.TrueForAll(u => !hosts.IsApart(t, u))
            ? new Refusal(
                job.Pointer(task, "constraints/apart"), $"every node for {id} hosts a task it must be apart from")
            : new Refusal(job.Pointer(task, "needs"), $"no node that may host {id} has a path from its inputs");
    }
}
