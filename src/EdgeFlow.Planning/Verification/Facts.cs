using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>The snapshot, by id. What is given twice counts once, the first by order of the list.</summary>
internal sealed class Facts
{
    public Facts(NetworkSnapshot snapshot)
    {
        Snapshot = snapshot;
        foreach (var node in snapshot.Nodes)
        {
            Nodes.TryAdd(node.Id, node);
        }

        foreach (var link in snapshot.Links)
        {
            Links.TryAdd(link.Id, link);
        }

        foreach (var job in snapshot.Jobs)
        {
            Jobs.TryAdd(job.Id, job);
        }
    }

    public NetworkSnapshot Snapshot { get; }

    public SortedDictionary<NodeId, SnapshotNode> Nodes { get; } = [];

    public SortedDictionary<LinkId, SnapshotLink> Links { get; } = [];

    public SortedDictionary<JobId, SnapshotJob> Jobs { get; } = [];

    /// <summary>Whether a batch task has completed, so that its output lies where the plan may point without the node
    /// hosting it.</summary>
    public static bool IsDone(SnapshotJob job, TaskId task) =>
        job.Demand.Mode == JobMode.Batch && job.Done.ContainsKey(task);

    /// <summary>Seconds that one frame, or the whole batch task, keeps the node busy.</summary>
    public double Busy(SnapshotTask task, NodeId node)
    {
        var capacity = Nodes[node].Capacity;
        if (task.Measured.TryGetValue(capacity.Kind, out var measured))
        {
            return measured.Value / 1000.0;
        }

        return task.Work.Value == 0 ? 0 : task.Work.Value / capacity.Speed.Value;
    }

    /// <summary>The node of each task that its plan places on a node of the snapshot.</summary>
    public Dictionary<TaskId, NodeId> Hosts(JobPlan plan)
    {
        var hosts = new Dictionary<TaskId, NodeId>();
        foreach (var placement in plan.Placements)
        {
            if (Nodes.ContainsKey(placement.Node))
            {
                hosts.TryAdd(placement.Task, placement.Node);
            }
        }

        return hosts;
    }
}
