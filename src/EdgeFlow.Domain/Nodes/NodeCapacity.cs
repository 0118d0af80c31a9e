using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Nodes;

/// <summary>What a node has.</summary>
/// <param name="Speed">Compute speed PS_u.</param>
/// <param name="Memory">Memory for stages, R_max.</param>
/// <param name="Kind">Kind of machine, e.g. <c>x64-2core-q50</c>: profiles are kept by it.</param>
/// <param name="Zone">Zone; empty for none.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Taints">Taints: key → value; only tasks that tolerate them run here.</param>
public sealed record NodeCapacity(
    WorkRate Speed, Bytes Memory, string Kind, string Zone, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Taints);
