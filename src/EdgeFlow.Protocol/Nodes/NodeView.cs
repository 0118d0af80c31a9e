namespace EdgeFlow.Protocol.Nodes;

/// <summary>A node as it is now: <c>GET /v1/nodes</c>.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Status"><c>ready</c>, <c>draining</c>, <c>lost</c> or <c>left</c>.</param>
/// <param name="Reason">Why it is lost or draining; null otherwise.</param>
/// <param name="Address">Base address of its frame endpoint.</param>
/// <param name="Incarnation">Its process.</param>
/// <param name="SpeedGmacPerSecond">Compute speed.</param>
/// <param name="MemoryBytes">Memory for stages.</param>
/// <param name="Kind">Kind of machine.</param>
/// <param name="Zone">Zone; empty for none.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Taints">Taints.</param>
/// <param name="HeardMsAgo">Time since its last heartbeat; null when this control plane heard none.</param>
/// <param name="Stages">What its stages do, from that heartbeat.</param>
/// <param name="Revision">Counts its events: its ETag.</param>
/// <param name="Accelerators">Accelerators: name → how many; null for none.</param>
/// <param name="PricePerHour">Price of an hour of its whole computation; null is free.</param>
/// <param name="IdleWatts">Power that it draws without computing; null when not known.</param>
/// <param name="BusyWatts">Power on top while it computes; null when not known.</param>
public sealed record NodeView(
    string Node, string Status, string? Reason, string Address, string Incarnation, double SpeedGmacPerSecond,
    long MemoryBytes, string Kind, string Zone, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Taints, double? HeardMsAgo, IReadOnlyList<StageCounters> Stages,
    long Revision, IReadOnlyDictionary<string, int>? Accelerators = null, double? PricePerHour = null,
    double? IdleWatts = null, double? BusyWatts = null);
