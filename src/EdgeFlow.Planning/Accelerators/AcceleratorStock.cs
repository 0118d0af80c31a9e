using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Accelerators;

/// <summary>
/// Which job holds how many of which accelerator on which node. Plans in force take theirs in the order of priority,
/// then id; one whose node has shrunk below what it holds takes nothing and has to look elsewhere.
/// </summary>
internal sealed class AcceleratorStock
{
    private readonly SortedDictionary<NodeId, SnapshotNode> _nodes = [];
    private readonly SortedDictionary<(NodeId Node, string Name), long> _held = [];
    private readonly SortedDictionary<JobId, SortedDictionary<(NodeId Node, string Name), long>> _byJob = [];

    /// <summary>Takes what the given plans hold.</summary>
    /// <param name="snapshot">The nodes.</param>
    /// <param name="plans">Plans of jobs of the snapshot.</param>
    /// <param name="jobs">The jobs by id.</param>
    public AcceleratorStock(
        NetworkSnapshot snapshot, IEnumerable<JobPlan> plans, IReadOnlyDictionary<JobId, SnapshotJob> jobs)
    {
        foreach (var node in snapshot.Nodes)
        {
            _nodes.TryAdd(node.Id, node);
        }

        foreach (var plan in plans.Where(p => jobs.ContainsKey(p.Job))
            .OrderByDescending(p => jobs[p.Job].Demand.Priority).ThenBy(p => p.Job))
        {
            Take(jobs[plan.Job], plan);
        }
    }

    /// <summary>Where more accelerators are held than there are, with the tasks that hold them.</summary>
    /// <param name="snapshot">The nodes.</param>
    /// <param name="jobs">The jobs by id.</param>
    /// <param name="plans">All plans.</param>
    public static IEnumerable<Excess> Excesses(
        NetworkSnapshot snapshot, IReadOnlyDictionary<JobId, SnapshotJob> jobs, IReadOnlyList<JobPlan> plans)
    {
        var nodes = snapshot.Nodes.DistinctBy(n => n.Id).ToDictionary(n => n.Id);
        var holders = new SortedDictionary<(NodeId Node, string Name), List<(JobId Job, SnapshotTask Task)>>();
        foreach (var plan in plans)
        {
            foreach (var (task, node) in Holding(jobs[plan.Job], plan))
            {
                foreach (var name in task.Accelerators!.Keys)
                {
                    if (!holders.TryGetValue((node, name), out var list))
                    {
                        holders[(node, name)] = list = [];
                    }

                    list.Add((plan.Job, task));
                }
            }
        }

        foreach (var ((node, name), list) in holders)
        {
            var has = nodes.TryGetValue(node, out var found) ? Count(found, name) : 0;
            if (list.Sum(h => (long)h.Task.Accelerators![name]) > has)
            {
                yield return new Excess(node, name, has, list);
            }
        }
    }

    /// <summary>The first accelerator of which a node has too few for a task beside what other jobs hold; null when it
    /// has enough.</summary>
    public string? Missing(JobId job, SnapshotTask task, SnapshotNode node) => task.Accelerators!
        .OrderBy(a => a.Key, StringComparer.Ordinal)
        .FirstOrDefault(a => Free(job, node, a.Key) < a.Value).Key;

    /// <summary>Why a node will not do, in words.</summary>
    public string Describe(JobId job, SnapshotTask task, SnapshotNode node, string name)
    {
        var (free, all, needed) = (Math.Max(0, Free(job, node, name)), Count(node, name), task.Accelerators![name]);
        return FormattableString.Invariant($"has {free} {name} free of {all}, {needed} needed");
    }

    private long Free(JobId job, SnapshotNode node, string name)
    {
        var own = _byJob.TryGetValue(job, out var holdings) ? holdings.GetValueOrDefault((node.Id, name)) : 0;
        return Count(node, name) - _held.GetValueOrDefault((node.Id, name)) + own;
    }

    private void Take(SnapshotJob job, JobPlan plan)
    {
        var wanted = new SortedDictionary<(NodeId Node, string Name), long>();
        foreach (var (task, node) in Holding(job, plan))
        {
            foreach (var (name, count) in task.Accelerators!)
            {
                wanted[(node, name)] = wanted.GetValueOrDefault((node, name)) + count;
            }
        }

        if (wanted.All(w => _nodes.TryGetValue(w.Key.Node, out var node)
            && _held.GetValueOrDefault(w.Key) + w.Value <= Count(node, w.Key.Name)))
        {
            _byJob[job.Id] = wanted;
            foreach (var (key, count) in wanted)
            {
                _held[key] = _held.GetValueOrDefault(key) + count;
            }
        }
    }

    /// <summary>The tasks that hold accelerators, with their nodes; those that are done hold none.</summary>
    private static IEnumerable<(SnapshotTask Task, NodeId Node)> Holding(SnapshotJob job, JobPlan plan) =>
        from task in job.Tasks.OrderBy(t => t.Id)
        where task.Accelerators is { Count: > 0 }
        let node = plan.Placements.FirstOrDefault(p => p.Task == task.Id)?.Node
        where node is not null
            && !(job.Done.TryGetValue(task.Id, out var done) && done == node)
        select (task, node.Value);

    private static long Count(SnapshotNode node, string name) =>
        node.Capacity.Accelerators?.GetValueOrDefault(name) ?? 0;
}
