namespace EdgeFlow.Protocol.Nodes;

/// <summary>Why a node was given up, or that it was not: <c>GET /v1/nodes/{node}/why</c>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Status">What it is now.</param>
/// <param name="Words">All of it in plain sentences, the newest loss first.</param>
/// <param name="Losses">The times it was given up, newest first.</param>
public sealed record NodeExplanation(
    string Node, string Status, IReadOnlyList<string> Words, IReadOnlyList<NodeLoss> Losses);
