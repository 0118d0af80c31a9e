using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes snapshots and plans, keeping between them what has not changed, so that a plan costs what has. The plans are
/// those that would be made without. Owned by one caller; not thread-safe.
/// </summary>
/// <param name="options">What the operator decided.</param>
/// <param name="policy">The policy; null for the synchronous one, which alone profits from earlier plans.</param>
public sealed class WarmPlanner(PlanningOptions options, IPolicy? policy = null)
{
    private readonly PlanMemory memory = new();
    private readonly SnapshotJobs jobs = new();

    /// <summary>The planner's input.</summary>
    /// <param name="state">What is known.</param>
    public NetworkSnapshot Look(NetworkState state) => SnapshotBuilder.Build(state, options, jobs);

    /// <summary>Plans.</summary>
    /// <param name="snapshot">The planner's input.</param>
    /// <returns>Its answer, which is to be verified before it is adopted.</returns>
    public Proposal Plan(NetworkSnapshot snapshot) => policy is null
        ? Planner.Plan(snapshot, options.Seed, memory)
        : Planner.Plan(snapshot, options.Seed, policy);
}
