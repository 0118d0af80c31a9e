using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>A DAG's edge with its data.</summary>
/// <param name="Id">Producer and consumer.</param>
/// <param name="Data">Data D_ij: a frame for streams, the whole output for batch.</param>
public sealed record SnapshotFlow(FlowId Id, Bytes Data);
