using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Nodes;

/// <summary>A node as its events tell it. Immutable; made by <see cref="NodeDecider.Evolve"/> only.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Incarnation">The process that speaks for it.</param>
/// <param name="Capacity">What it has.</param>
/// <param name="Address">Base address of its frame endpoint.</param>
/// <param name="DrainReason">
/// Why it was asked to drain; null when it was not. A process that is lost and returns drains on.
/// </param>
/// <param name="Reason">Lost: why; else empty.</param>
/// <param name="Profiles">What stages cost on it, by <see cref="ProfileKey"/>.</param>
/// <param name="ChangedAt">When its status last changed.</param>
public sealed record NodeState(
    NodeId Node, NodeStatus Status, string Incarnation, NodeCapacity Capacity, string Address, string? DrainReason,
    string Reason, ImmutableSortedDictionary<string, StageProfile> Profiles, DateTimeOffset ChangedAt)
{
    /// <summary>When the process that speaks for it took the name, or moved to another address.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>Key of a profile: a stage on a kind of machine.</summary>
    public static string ProfileKey(string stageHash, string nodeKind) => $"{stageHash}@{nodeKind}";
}
