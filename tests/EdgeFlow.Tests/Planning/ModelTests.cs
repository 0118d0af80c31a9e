using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>What the snapshot's options say of links and rates, by hand.</summary>
public sealed class ModelTests
{
    private const long Work = 2_000_000;

    public static TheoryData<string> Ours => new("tier0", "tier1");

    [Theory]
    [InlineData(DuplexModel.Half, 1)]
    [InlineData(DuplexModel.Full, 2)]
    public void Plan_JobsAgainstEachOtherOverALink_ShareItOnlyWhereItIsHalfDuplex(DuplexModel duplex, double rate)
    {
        var plan = Sound.Plan(Against(duplex));
        Assert.All(plan.Jobs, j => Assert.Equal(rate, j.Rate.Value, 1e-5));
    }

    [Fact]
    public void Check_PlanOfFullDuplexLinksOnHalfDuplexOnes_IsRefusedForTheLink()
    {
        var plan = Planner.Plan(Against(DuplexModel.Full), 1);
        Assert.Contains(PlanVerifier.Check(Against(DuplexModel.Half), plan), v => v.Rule == "link");
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Plan_MaxMinWithALeastThatNothingHelps_RaisesTheNextLeast(string policy)
    {
        // The first is bound to a slow node. The others reach 5 each on the fast one, but 4 and 10 on one each.
        var snapshot = Snapshot(
            [Node("fast", 10), Node("middle", 4), Node("slow", 1)], [],
            Job("a", Stream(), [Task("t", 1, "slow")]), Job("b", Stream(), [Task("t", 1)]),
            Job("c", Stream(), [Task("t", 1)])) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.MaxMin },
        };
        var plan = Sound.Plan(snapshot, policy: Make(policy));
        Assert.Equal([1, 5, 5], plan.Jobs.Select(j => Math.Round(j.Rate.Value, 6)));
    }

    private static IPolicy Make(string policy) =>
        policy == "tier1" ? new TierOnePolicy(Work, 1) : PolicyCatalog.Find(policy)!.Make();

    private static NetworkSnapshot Against(DuplexModel duplex) => Snapshot(
        [Node("a", 100), Node("b", 100)], [Link("a", "b", 2)],
        Job("j", Stream(), [Task("t0", 1, "a"), Task("t1", 1, "b")], Flow("t0", "t1", 1)),
        Job("k", Stream(), [Task("t0", 1, "b"), Task("t1", 1, "a")], Flow("t0", "t1", 1))) with
    {
        Options = SnapshotOptions.Default with { Duplex = duplex },
    };
}
