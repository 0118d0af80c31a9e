using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning;

/// <summary>Where one flow goes, and what limits it.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Nodes">The nodes that it passes; one when its tasks are together.</param>
/// <param name="Links">The links that it passes; none when its tasks are together.</param>
/// <param name="Bandwidth">What it may send; 0 when its tasks are together.</param>
/// <param name="Bottleneck">The fullest link that it passes; null when its tasks are together.</param>
/// <param name="Fill">Part of that link's capacity that all flows hold, 0 to 1.</param>
/// <param name="Price">
/// What another Mbit/s over its whole route would add to the congestion Φ of tier 0 (docs/planner.md), the sum over its
/// links: a link half full costs next to nothing, one that is full 24 / its capacity in Mbit/s.
/// </param>
public sealed record FlowReport(
    FlowId Flow, IReadOnlyList<NodeId> Nodes, IReadOnlyList<LinkId> Links, BitsPerSecond Bandwidth, LinkId? Bottleneck,
    double Fill, double Price);
