using System.Text.Json.Serialization;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Nodes;

/// <summary>
/// What a node has, and what using it costs. What is optional was not told by older nodes and events.
/// </summary>
/// <param name="Speed">Compute speed PS_u.</param>
/// <param name="Memory">Memory for stages, R_max.</param>
/// <param name="Kind">Kind of machine, e.g. <c>x64-2core-q50</c>: profiles are kept by it.</param>
/// <param name="Zone">Zone; empty for none.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Taints">Taints: key → value; only tasks that tolerate them run here.</param>
/// <param name="Accelerators">Accelerators: name → how many, ≥ 1; null for none. A task holds those it names.</param>
/// <param name="PricePerHour">
/// Price of an hour of its whole computation; a task that keeps it busy for a tenth of the time pays a tenth. Null is
/// free.
/// </param>
/// <param name="Energy">What power it draws; null when that is not known, which counts as none.</param>
public sealed record NodeCapacity(
    WorkRate Speed, Bytes Memory, string Kind, string Zone, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Taints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, int>? Accelerators = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? PricePerHour = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EnergyModel? Energy = null);
