using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Metrics;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;

namespace EdgeFlow.Tests.Planning.Search;

/// <summary>The average rate of tier 1 between what OTFA reaches and what is proven that nobody exceeds.</summary>
public sealed class TierOneRateTests
{
    private const int Rounds = 8;
    private const long BoundWork = 100_000_000;
    private const double WholeBits = 1e-5;

    [Theory]
    [InlineData(ComputeModel.Exclusive, 1)]
    [InlineData(ComputeModel.Exclusive, 4)]
    [InlineData(ComputeModel.Shared, 1)]
    [InlineData(ComputeModel.Shared, 4)]
    public void Advance_AverageRateOfCrowdedNetwork_IsNearTheBoundAndHoldsThePoorest(ComputeModel compute, ulong seed)
    {
        var snapshot = new EntsWorld(seed, EntsSettings.Default with { Compute = compute }).Snapshot(16, 24);
        var theirs = RateSummary.Of(snapshot, Planner.Plan(snapshot, 1, PolicyCatalog.Find("otfa")!.Make()));
        var search = new TierOneSearch(snapshot, 1, 2);
        for (var round = 0; round < Rounds; round++)
        {
            search.Advance(search.Work + 1);
        }

        var plan = search.Best();
        var ours = RateSummary.Of(snapshot, plan);
        var bound = UpperBound.Certify(snapshot, Objective.AverageRate, BoundWork)!.Bound;
        Assert.Empty(PlanVerifier.Check(snapshot, plan));
        Assert.InRange(ours.Average, 0.97 * bound, bound);
        Assert.True(ours.Average >= theirs.Average * (1 - WholeBits));
        Assert.True(ours.Min >= theirs.Min * (1 - HeldRates.Tolerance));
        Assert.True(ours.P10 >= theirs.P10 * (1 - HeldRates.Tolerance));
    }
}
