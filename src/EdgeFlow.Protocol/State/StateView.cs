using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Protocol.State;

/// <summary>Everything as it was at a place of the history: <c>GET /v1/state?at=</c>.</summary>
/// <param name="Sequence">The last event that it knows; 0 before the first.</param>
/// <param name="At">When that event was stored; null before the first.</param>
/// <param name="Note">What a reader should know of the place, in words; null for nothing.</param>
/// <param name="Counts">How many things there were.</param>
/// <param name="Jobs">The jobs that had not ended, by id, with the rates that the plan granted; at most as many as a
/// page holds.</param>
/// <param name="Queue">Of these the ones without a place, in the order of priority and age.</param>
/// <param name="Nodes">The nodes that had not left, by name; at most as many as a page holds.</param>
/// <param name="Links">The links, by id; at most as many as a page holds.</param>
/// <param name="Plan">The plan in force; null before the first.</param>
public sealed record StateView(
    long Sequence, DateTimeOffset? At, string? Note, StateCounts Counts, IReadOnlyList<JobView> Jobs,
    IReadOnlyList<string> Queue, IReadOnlyList<NodeView> Nodes, IReadOnlyList<LinkView> Links, PlanInForce? Plan)
{
    /// <summary>By what was decided; null for a tenant.</summary>
    public OptionsInForce? Options { get; init; }
}
