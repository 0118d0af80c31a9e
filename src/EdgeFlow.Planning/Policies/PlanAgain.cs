using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>Makes a recorded plan again, to compare the bytes. Pure and thread-safe.</summary>
public static class PlanAgain
{
    /// <summary>Plans with the policy, seed and work that a report names.</summary>
    /// <param name="snapshot">The input of then.</param>
    /// <param name="report">How the plan was made.</param>
    /// <returns>The proposal; null when there is no such policy here, or not in that version.</returns>
    public static Proposal? Of(NetworkSnapshot snapshot, PlanReport report)
    {
        if (PolicyCatalog.Find(report.Policy) is not { } entry)
        {
            return null;
        }

        if (entry.Search is not { } begin)
        {
            return Planner.Plan(snapshot, report.Seed, entry.Make());
        }

        // A search stops between rounds, so asking it for the work recorded ends at the same round.
        var search = begin(snapshot, report.Seed);
        search.Advance(Math.Max(1, report.Work));
        var again = search.Best();
        return again.Report.Certificate is null && report.Certificate is { } proof
            ? Optimality.Recall(snapshot, again, proof) : again;
    }

    /// <summary>The policy that carries a recorded policy's name here, version included; null when there is
    /// none.</summary>
    /// <param name="policy">Name and version, e.g. <c>tier0/1</c>.</param>
    public static string? PolicyNow(string policy)
    {
        var slash = policy.IndexOf('/', StringComparison.Ordinal);
        return PolicyCatalog.Find(slash < 0 ? policy : policy[..slash])?.Make().Name;
    }
}
