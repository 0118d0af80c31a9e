using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>The path of a flow.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Nodes">
/// The nodes it passes, from the producer's to the consumer's; one node when they are the same.
/// </param>
/// <param name="Links">The links between them, in that order; one fewer than the nodes.</param>
public sealed record Route(FlowId Flow, IReadOnlyList<NodeId> Nodes, IReadOnlyList<LinkId> Links);
