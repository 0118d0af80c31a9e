using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Budgets;

/// <summary>What a routed flow carries by a plan.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Node">The node that sends it.</param>
/// <param name="Bytes">Data of a frame; batch: of the whole output.</param>
/// <param name="Links">The links that it crosses, in order.</param>
public sealed record FlowCost(FlowId Flow, NodeId Node, double Bytes, IReadOnlyList<LinkCost> Links);
