using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;

namespace EdgeFlow.Control.Replanning;

/// <summary>Everything that a plan may depend on, as read at one moment. Immutable.</summary>
/// <param name="Plan">The plan in force; null before the first.</param>
/// <param name="Nodes">All nodes but those that left, by id.</param>
/// <param name="Links">All links but those that were removed, by id.</param>
/// <param name="Jobs">All jobs that have not ended, by id.</param>
public sealed record NetworkState(
    PlanState? Plan, IReadOnlyList<NodeState> Nodes, IReadOnlyList<LinkState> Links, IReadOnlyList<ActiveJob> Jobs)
{
    /// <summary>What was set of the planner while it runs.</summary>
    public PlannerSettings Settings { get; init; } = PlannerSettings.None;

    /// <summary>What the control plane of then was started with, in a world that was folded from events; null where
    /// they do not tell, and of the present, where every control plane goes by its own.</summary>
    public PlanningStart? Started { get; init; }

    /// <summary>Which events it holds; null for a world that was not read from the store.</summary>
    public SeenEvents? Seen { get; init; }
}
