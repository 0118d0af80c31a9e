using System.Collections.Concurrent;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Plans for branches as the control plane plans: the same snapshots, the same planner, the same words for those that
/// wait. What it keeps between plans serves all branches of one worker. Owned by one worker; not thread-safe.
/// </summary>
internal sealed class BranchPlanner
{
    private readonly WarmPlanner planner;
    private readonly ConcurrentDictionary<string, Improvement> improvements;

    /// <summary>A planner.</summary>
    /// <param name="options">What the operator decided, where the history does not tell it, with the branch's own
    /// objective.</param>
    /// <param name="policy">The policy's name; null for the control plane's own.</param>
    /// <param name="improvements">What was searched before, by the snapshot's hash; shared by all workers.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public BranchPlanner(
        PlanningOptions options, string? policy, ConcurrentDictionary<string, Improvement> improvements)
    {
        if (policy is not null && PolicyCatalog.Find(policy) is null)
        {
            throw new ArgumentException($"There is no policy '{policy}'.", nameof(policy));
        }

        (Options, this.improvements) = (options with { PinnedPolicy = policy }, improvements);
        planner = new WarmPlanner(Options);
    }

    /// <summary>What the operator decided, where the history does not tell it.</summary>
    public PlanningOptions Options { get; }

    /// <summary>Whether it planned last by the policy whose every plan the planner's own tests verify.</summary>
    public bool IsOwn => planner.InForce.IsUsual;

    /// <summary>Plans.</summary>
    public (NetworkSnapshot Snapshot, Proposal Proposal) Plan(NetworkState state)
    {
        var snapshot = planner.Look(state);
        return (snapshot, Refusals.Explain(state, snapshot, planner.Plan(snapshot)));
    }

    /// <summary>The planner's input alone.</summary>
    public NetworkSnapshot Look(NetworkState state) => planner.Look(state);

    /// <summary>Searches for a better plan; the same input is searched once.</summary>
    public Improvement Improve(NetworkSnapshot snapshot)
    {
        var hash = $"{SnapshotCanonical.Hash(snapshot)} {planner.InForce.ImproveWork} {planner.InForce.Seed}";
        if (improvements.TryGetValue(hash, out var known))
        {
            return known;
        }

        if (improvements.Count >= BranchLimits.MaxImprovements)
        {
            improvements.Clear();
        }

        return improvements[hash] = Improvement.Find(snapshot, planner.InForce, () => false)!;
    }
}
