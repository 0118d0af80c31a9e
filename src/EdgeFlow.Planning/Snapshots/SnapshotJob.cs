using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>A job to plan for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Demand">What it asks.</param>
/// <param name="Tasks">Its tasks, in the manifest's order.</param>
/// <param name="Flows">Its DAG's edges, by flow.</param>
/// <param name="Done">
/// Batch: tasks that have completed, with the node that holds their output; they need not run again.
/// </param>
public sealed record SnapshotJob(
    JobId Id, JobDemand Demand, IReadOnlyList<SnapshotTask> Tasks, IReadOnlyList<SnapshotFlow> Flows,
    IReadOnlyDictionary<TaskId, NodeId> Done);
