using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// A list scheduler for batch jobs as a policy: what it makes is what the literature's algorithm makes, with routes.
/// Stream jobs beside them are placed as tier 0 does. Stateless and thread-safe.
/// </summary>
/// <param name="list">The list scheduler.</param>
public sealed class BatchPolicy(IListScheduler list) : IPolicy
{
    /// <inheritdoc/>
    public string Name => list.Name;

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed) =>
        new PlanSession(snapshot, new TierZeroEmbedder(), new BatchEmbedder(list, 0)).Run(Name, seed);
}
