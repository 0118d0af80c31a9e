namespace EdgeFlow.Protocol.Replays;

/// <summary>A node as it was at a place of a replay.</summary>
/// <param name="Node">The node.</param>
/// <param name="Status">Where it is in its life, e.g. <c>ready</c>.</param>
/// <param name="Reason">Why it was lost or drains; empty otherwise.</param>
public sealed record ReplayNode(string Node, string Status, string Reason);
