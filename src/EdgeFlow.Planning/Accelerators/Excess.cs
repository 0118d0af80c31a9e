using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Accelerators;

/// <summary>An accelerator of which more is held on a node than there is.</summary>
/// <param name="Node">The node.</param>
/// <param name="Name">The accelerator.</param>
/// <param name="Has">How many the node has.</param>
/// <param name="Holders">The tasks that hold it, by job, then task.</param>
internal sealed record Excess(
    NodeId Node, string Name, long Has, IReadOnlyList<(JobId Job, SnapshotTask Task)> Holders);
