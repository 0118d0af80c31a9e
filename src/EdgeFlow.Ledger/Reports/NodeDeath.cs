using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Ledger.Reports;

/// <summary>The end of a node's process that told nobody. Immutable.</summary>
/// <param name="Node">The node.</param>
/// <param name="Process">The process, by its incarnation.</param>
/// <param name="Since">When it took the node's name.</param>
/// <param name="Until">The last moment at which it can have computed.</param>
/// <param name="Sequence">The event that tells of its death.</param>
internal sealed record NodeDeath(
    NodeId Node, string Process, DateTimeOffset Since, DateTimeOffset Until, long Sequence);
