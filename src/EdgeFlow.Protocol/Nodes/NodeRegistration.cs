namespace EdgeFlow.Protocol.Nodes;

/// <summary>
/// A node says what it is: <c>POST /v1/nodes</c>. Answered with a <see cref="NodeLease"/>, or 409 when another live
/// process has the name.
/// </summary>
/// <param name="Node">Its name; also its Dapr app id.</param>
/// <param name="Incarnation">New for each process start (a UUID).</param>
/// <param name="Address">Base address of its frame endpoint, e.g. <c>http://127.0.0.1:7001</c>.</param>
/// <param name="SpeedGmacPerSecond">Measured compute speed, after its CPU limit.</param>
/// <param name="MemoryBytes">Memory for stages.</param>
/// <param name="Kind">Kind of machine, e.g. <c>x64-2core-q50</c>; profiles are kept by it.</param>
/// <param name="Zone">Zone; empty for none.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Taints">Taints, key → value.</param>
/// <param name="Accelerators">Accelerators: name → how many; null for none.</param>
/// <param name="PricePerHour">Price of an hour of its whole computation; null is free.</param>
/// <param name="IdleWatts">Power that it draws without computing; null when not known.</param>
/// <param name="BusyWatts">Power on top while it computes; null when not known.</param>
public sealed record NodeRegistration(
    string Node, string Incarnation, string Address, double SpeedGmacPerSecond, long MemoryBytes, string Kind,
    string Zone, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Taints,
    IReadOnlyDictionary<string, int>? Accelerators = null, double? PricePerHour = null, double? IdleWatts = null,
    double? BusyWatts = null);
