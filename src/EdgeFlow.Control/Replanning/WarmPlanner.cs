using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes snapshots and plans, keeping between them what has not changed, so that a plan costs what has. The plans are
/// those that would be made without. Owned by one caller; not thread-safe.
/// </summary>
/// <param name="options">What the operator decided.</param>
public sealed class WarmPlanner(PlanningOptions options)
{
    private readonly PlanMemory memory = new();
    private readonly SnapshotJobs jobs = new();
    private (string Name, IPolicy Policy)? other;

    private PlanningOptions? inForce;

    /// <summary>What the operator of the state that was looked at last had decided, with what was set until
    /// then.</summary>
    public PlanningOptions InForce => inForce ?? options;

    /// <summary>The planner's input.</summary>
    /// <param name="state">What is known.</param>
    public NetworkSnapshot Look(NetworkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        inForce = options.Under(state);
        return SnapshotBuilder.Build(state, options, jobs);
    }

    /// <summary>Plans.</summary>
    /// <param name="snapshot">The planner's input.</param>
    /// <returns>Its answer, which is to be verified before it is adopted.</returns>
    public Proposal Plan(NetworkSnapshot snapshot) => Other() is { } chosen
        ? Planner.Plan(snapshot, InForce.Seed, chosen)
        : Planner.Plan(snapshot, InForce.Seed, memory);

    // The policy in force; null for the usual one, which alone profits from earlier plans.
    private IPolicy? Other()
    {
        if (InForce.IsUsual || InForce.Policy is not { } name)
        {
            return null;
        }

        other = other is { } known && known.Name == name ? known : (name, PolicyCatalog.Find(name)!.Make());
        return other.Value.Policy;
    }
}
