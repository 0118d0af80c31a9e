using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// The jobs of the last snapshot, used again as long as nothing that they are made from has changed: the planner then
/// knows by reference what it need not read again. Owned by one caller; not thread-safe.
/// </summary>
public sealed class SnapshotJobs
{
    private Dictionary<JobId, Entry> entries = [];
    private Dictionary<JobId, Entry> last = [];
    private IReadOnlyList<NodeState> nodes = [];
    private PlanningOptions? options;

    /// <summary>Begins a snapshot. Where a node's profiles or the options are others, what jobs cost is
    /// another.</summary>
    internal void Begin(IReadOnlyList<NodeState> now, PlanningOptions decided)
    {
        var isSame = options == decided && nodes.Count == now.Count;
        for (var k = 0; isSame && k < now.Count; k++)
        {
            isSame = nodes[k].Node == now[k].Node && ReferenceEquals(nodes[k].Profiles, now[k].Profiles)
                && ReferenceEquals(nodes[k].Capacity, now[k].Capacity);
        }

        (last, entries) = (isSame ? entries : [], []);
        (nodes, options) = (now, decided);
    }

    /// <summary>The job of the last snapshot, or a new one.</summary>
    internal SnapshotJob Get(ActiveJob job, Func<ActiveJob, SnapshotJob> make)
    {
        var (state, tasks) = (job.State, job.Application.Tasks);
        if (!last.TryGetValue(state.Job, out var entry) || !ReferenceEquals(entry.Demand, state.Demand)
            || !ReferenceEquals(entry.Tasks, tasks) || !ReferenceEquals(entry.Progress, state.Progress))
        {
            entry = new Entry(state.Demand, tasks, state.Progress, make(job));
        }

        entries[state.Job] = entry;
        return entry.Job;
    }

    private sealed record Entry(JobDemand Demand, object Tasks, object Progress, SnapshotJob Job);
}
