using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>Something that happens to the network from outside, the same for every policy.</summary>
/// <param name="At">When, in seconds from the start.</param>
/// <param name="Arrives">The job that arrives; null otherwise.</param>
/// <param name="Node">The node that fails or comes back; null otherwise.</param>
/// <param name="IsUp">Whether the node comes back.</param>
public sealed record OnlineEvent(double At, SnapshotJob? Arrives, NodeId? Node = null, bool IsUp = false);
