using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Whether two plans of a job tell the nodes the same. Pure.</summary>
internal static class PlanEquality
{
    /// <summary>Equal in everything but the epoch, which counts plans, and the span, which is only foretold.</summary>
    public static bool IsSame(JobPlan? one, JobPlan? other)
    {
        if (ReferenceEquals(one, other) || one is null || other is null)
        {
            return ReferenceEquals(one, other);
        }

        return one.Rate == other.Rate && one.Placements.SequenceEqual(other.Placements)
            && one.Allocations.SequenceEqual(other.Allocations) && one.Routes.Count == other.Routes.Count
            && one.Routes.Zip(other.Routes).All(pair => IsSame(pair.First, pair.Second));
    }

    private static bool IsSame(Route one, Route other) =>
        one.Flow == other.Flow && one.Nodes.SequenceEqual(other.Nodes) && one.Links.SequenceEqual(other.Links);
}
