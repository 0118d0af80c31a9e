namespace EdgeFlow.Control.Nodes;

/// <summary>A lease that ran out, or is about to.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">Its process.</param>
/// <param name="LastHeardAt">When it was last heard.</param>
/// <param name="Silent">For how long it has been silent.</param>
/// <param name="Lease">How long it may be.</param>
public sealed record ExpiredLease(
    string Node, string Incarnation, DateTimeOffset LastHeardAt, TimeSpan Silent, TimeSpan Lease);
