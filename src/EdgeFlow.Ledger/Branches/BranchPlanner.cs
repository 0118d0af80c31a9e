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
    /// <param name="options">What the operator decided, with the branch's own objective.</param>
    /// <param name="policy">The policy's name; null for the control plane's own.</param>
    /// <param name="improvements">What was searched before, by the snapshot's hash; shared by all workers.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public BranchPlanner(
        PlanningOptions options, string? policy, ConcurrentDictionary<string, Improvement> improvements)
    {
        (Options, this.improvements) = (options, improvements);
        var other = policy is null ? null : Policy(policy);
        (planner, IsOwn) = (new WarmPlanner(options, other), other is null);
    }

    /// <summary>What the operator decided.</summary>
    public PlanningOptions Options { get; }

    /// <summary>Whether it plans by the control plane's own policy.</summary>
    public bool IsOwn { get; }

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
        var hash = SnapshotCanonical.Hash(snapshot);
        if (improvements.TryGetValue(hash, out var known))
        {
            return known;
        }

        if (improvements.Count >= BranchLimits.MaxImprovements)
        {
            improvements.Clear();
        }

        return improvements[hash] = Improvement.Find(snapshot, Options, () => false)!;
    }

    // Tier 0 by name is the control plane's own policy, which profits from earlier plans.
    private static IPolicy? Policy(string name)
    {
        var entry = PolicyCatalog.Find(name)
            ?? throw new ArgumentException($"There is no policy '{name}'.", nameof(name));
        var policy = entry.Make();
        return policy is TierZeroPolicy ? null : policy;
    }
}
