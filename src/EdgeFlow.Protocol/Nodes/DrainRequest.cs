namespace EdgeFlow.Protocol.Nodes;

/// <summary>Asks that a node hands over its stages: <c>POST /v1/nodes/{node}/drain</c>.</summary>
/// <param name="Reason">Why, in words.</param>
public sealed record DrainRequest(string? Reason);
