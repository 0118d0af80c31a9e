using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Protocol.State;

/// <summary>
/// What one event changed: <c>GET /v1/state/deltas</c>. Who puts each entry in the place of the one with its id, and
/// takes out those that are null, has the state after the event.
/// </summary>
/// <param name="Sequence">The event.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="Counts">How many things there were after it.</param>
/// <param name="Jobs">Jobs by id; null for one that ended. Null when none changed, as in those that follow.</param>
/// <param name="Nodes">Nodes by name; null for one that left.</param>
/// <param name="Links">Links by id; null for one that was removed.</param>
/// <param name="Plan">What changed in the plan.</param>
public sealed record StateDelta(
    long Sequence, DateTimeOffset At, string Type, StateCounts Counts,
    IReadOnlyDictionary<string, JobView?>? Jobs, IReadOnlyDictionary<string, NodeView?>? Nodes,
    IReadOnlyDictionary<string, LinkView?>? Links, PlanDelta? Plan)
{
    /// <summary>By what is decided after it, where it changed that; else null, and for a tenant.</summary>
    public OptionsInForce? Options { get; init; }
}
