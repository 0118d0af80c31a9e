namespace EdgeFlow.Protocol.Plans;

/// <summary>Nodes that cannot host a task for the same reason.</summary>
/// <param name="Reason">Why, in words that follow a node's name.</param>
/// <param name="Count">How many nodes.</param>
/// <param name="Example">One of them.</param>
public sealed record RefusedNodes(string Reason, int Count, string Example);
