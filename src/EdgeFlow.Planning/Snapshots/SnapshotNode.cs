using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>A node that may host stages.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Capacity">What it has.</param>
public sealed record SnapshotNode(NodeId Id, NodeCapacity Capacity);
