using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;

namespace EdgeFlow.Tests.Planning.Bounds;

public sealed class OptimalityTests
{
    private const long Work = 2_000_000;

    [Theory]
    [InlineData(Objective.MaxMin)]
    [InlineData(Objective.AverageRate)]
    [InlineData(Objective.ProportionalFair)]
    public void Prove_FoundPlan_HoldsAndIsMadeAgainWithTheSameBytes(Objective objective)
    {
        var snapshot = new EntsWorld(4, EntsSettings.Light with { Objective = objective }).Snapshot(9, 5);
        var search = new TierOneSearch(snapshot, 1, 1);
        search.Advance(100_000);
        var proven = Optimality.Prove(snapshot, search.Best(), Work);
        Assert.Equal(proven.Report.Bound, proven.Report.Certificate!.Bound);
        Assert.Empty(PlanVerifier.Check(snapshot, proven));

        var again = PlanAgain.Of(snapshot, proven.Report)!;
        Assert.Equal(SnapshotCanonical.Bytes(proven), SnapshotCanonical.Bytes(again));
    }

    [Fact]
    public void Recall_DamagedCertificate_LeavesTheProposalWithoutOne()
    {
        var snapshot = new EntsWorld(4, EntsSettings.Light).Snapshot(9, 5);
        var search = new TierOneSearch(snapshot, 1, 1);
        search.Advance(100_000);
        var proven = Optimality.Prove(snapshot, search.Best(), Work);
        var damaged = proven.Report.Certificate! with { Bound = proven.Report.Bound!.Value * 0.5 };

        Assert.Null(Optimality.Recall(snapshot, search.Best(), damaged).Report.Certificate);
        var again = PlanAgain.Of(snapshot, proven.Report with { Certificate = damaged })!;
        Assert.Null(again.Report.Bound);
    }
}
