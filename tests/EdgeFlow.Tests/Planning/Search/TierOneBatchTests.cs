using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Planning.Verification.Certificates;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Search;

/// <summary>Tier 1 and the bound of the makespan for batch jobs, alone and beside streams.</summary>
public sealed class TierOneBatchTests
{
    private const long Work = 300_000;

    private static readonly TierOneOptions s_short = TierOneOptions.Default with { RoundWork = 20_000 };

    private static readonly Config s_few = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20261122, 7);

    [Fact]
    public void Plan_AnyBatchJobs_IsSoundAndEndsNoLaterThanTierZero() => ForAny(snapshot =>
    {
        var (zero, one) = (Planner.Plan(snapshot, 3), One(snapshot));
        Assert.Empty(PlanVerifier.Check(snapshot, one));
        Assert.Equal(zero.Waiting, one.Waiting);
        Assert.True(
            Longest(snapshot, one) <= Longest(snapshot, zero) * (1 + 1e-8),
            $"{Longest(snapshot, one)} ms > {Longest(snapshot, zero)} ms");
        Assert.True(one.Report.Objective >= zero.Report.Objective * (1 - 1e-9));
    });

    [Fact]
    public void Plan_AnyBatchJobs_IsTheSameOnOneCoreAndTwoAndWhenPlannedAgain() => ForAny(snapshot =>
    {
        var one = One(snapshot);
        Assert.Equal(Sound.Text(one), Sound.Text(new TierOnePolicy(Work, 1, s_short).Plan(snapshot, 5)));
        var again = new TierOnePolicy(Work, 2, s_short).Plan(snapshot.Adopt(one), 5);
        Assert.True(one.Waiting.Count > 0 || again.Changed.Count == 0);
    });

    [Fact]
    public void Plan_MakespanIsTheObjective_ProvesABoundThatItDoesNotBeat() => ForAny(snapshot =>
    {
        var makespan = snapshot with { Options = snapshot.Options with { Objective = Objective.Makespan } };
        foreach (var policy in new IPolicy?[] { null, new TierOnePolicy(Work, 2, s_short) })
        {
            var proposal = Planner.Plan(makespan, 3, policy);
            Assert.Empty(PlanVerifier.Check(makespan, proposal));
            if (proposal.Report.Certificate is { } certificate)
            {
                Assert.Equal(proposal.Report.Bound, certificate.Bound);
                Assert.Empty(CertificateCheck.Check(makespan, certificate));
                Assert.True(proposal.Report.Objective <= certificate.Bound * (1 + 1e-9));
                Assert.InRange(proposal.Report.Gap!.Value, 0, 1);
            }
        }
    });

    [Fact]
    public void Best_BatchJobInForceBadlyPlaced_MovesWhatWaitsAndLeavesWhatRuns()
    {
        // All is on the slow node; t0 runs there, the others wait for it.
        var slow = Snapshot([Node("a", 1)], [], Wide());
        var running = slow.Adopt(Planner.Plan(slow, 1)) with
        {
            Nodes = [Node("a", 1), Node("b", 10), Node("c", 10)],
            Links = [Link("a", "b", 100), Link("a", "c", 100), Link("b", "c", 100)],
        };
        var search = new TierOneSearch(running, 1, 2, s_short);
        search.Advance(Work);
        var best = search.Best();
        Assert.True(search.HasShortened);
        Assert.Empty(PlanVerifier.Check(running, best));
        Assert.Equal("a", best.Jobs[0].On("t0"));
        Assert.True(best.Jobs[0].Span.Value < 0.6 * running.Current[0].Span.Value);
    }

    [Fact]
    public void Best_MovesOfBatchTasksAreDear_KeepsThem()
    {
        var slow = Snapshot([Node("a", 1)], [], Wide());
        var running = slow.Adopt(Planner.Plan(slow, 1)) with
        {
            Nodes = [Node("a", 1), Node("b", 10)], Links = [Link("a", "b", 100)],
        };
        var search = new TierOneSearch(running, 1, 2, s_short with { MigrationCost = 1e9 });
        search.Advance(Work);
        Assert.False(search.HasShortened);
        Assert.Empty(search.Best().Changed);
    }

    [Fact]
    public void Certify_TwoJobsOnOneNode_CountsTheLoadOfBoth()
    {
        var snapshot = Makespan(
            [Node("a", 2)], [], Job("j", Batch(), [Task("t0", 4)]), Job("k", Batch(), [Task("t0", 6)]));
        var proposal = Sound.Plan(snapshot);
        Assert.Equal(0.2, proposal.Report.Bound!.Value, 1e-9);
        Assert.Equal(0, proposal.Report.Gap!.Value, 1e-9);
        Assert.Null(proposal.Report.Certificate!.Makespan!.Job);
    }

    [Fact]
    public void Certify_ChainOverASlowLink_CountsTheTransfer()
    {
        var snapshot = Makespan(
            [Node("a", 1), Node("b", 1)], [Link("a", "b", 10, delayMs: 500)],
            Job("j", Batch(), [Task("t0", 1, pin: "a"), Task("t1", 1, pin: "b")], Flow("t0", "t1", 20)));
        var certificate = UpperBound.Certify(snapshot, Objective.Makespan)!;
        Assert.Equal(1 / 4.5, certificate.Bound, 1e-6);
        Assert.Equal("j", certificate.Makespan!.Job!.Value.Value);
        Assert.Empty(CertificateCheck.Check(snapshot, certificate));
    }

    [Fact]
    public void Check_BoundRaisedOrPricesForged_IsRefused()
    {
        var snapshot = Makespan(
            [Node("a", 2), Node("b", 1)], [Link("a", "b", 10)], Job("j", Batch(), [Task("t0", 4), Task("t1", 4)]));
        var certificate = UpperBound.Certify(snapshot, Objective.Makespan)!;
        Assert.Empty(CertificateCheck.Check(snapshot, certificate));
        Assert.NotEmpty(CertificateCheck.Check(snapshot, certificate with { Bound = certificate.Bound / 2 }));
        Assert.NotEmpty(CertificateCheck.Check(snapshot, certificate with { Makespan = null }));
        Assert.NotEmpty(CertificateCheck.Check(snapshot, certificate with
        {
            Prices = [new ResourcePrice("node a", 3), new ResourcePrice("node b", 3)], Bound = certificate.Bound / 2,
        }));
    }

    [Fact]
    public void Check_PlanClaimsToEndBeforeTheBound_IsRefused()
    {
        var snapshot = Makespan([Node("a", 2)], [], Job("j", Batch(), [Task("t0", 4)]));
        var proposal = Planner.Plan(snapshot, 1);
        var boast = proposal with { Report = proposal.Report with { Objective = 2 * proposal.Report.Objective } };
        Assert.Contains(PlanVerifier.Check(snapshot, boast), v => v.Rule == "certificate");
    }

    [Fact]
    public void Certify_NoBatchJob_HasNothingToBound() =>
        Assert.Null(UpperBound.Certify(
            Makespan([Node("a", 1)], [], Job("s", Stream(), [Task("t0", 1)])), Objective.Makespan));

    private static SnapshotJob Wide() => Job(
        "j", Batch(), [Task("t0", 1), .. Enumerable.Range(1, 8).Select(k => Task($"t{k}", 2))],
        [.. Enumerable.Range(1, 8).Select(k => Flow("t0", $"t{k}", 1))]);

    private static NetworkSnapshot Makespan(SnapshotNode[] nodes, SnapshotLink[] links, params SnapshotJob[] jobs)
    {
        var snapshot = Snapshot(nodes, links, jobs);
        return snapshot with { Options = snapshot.Options with { Objective = Objective.Makespan } };
    }

    private static Proposal One(NetworkSnapshot snapshot) => new TierOnePolicy(Work, 2, s_short).Plan(snapshot, 5);

    private static double Longest(NetworkSnapshot snapshot, Proposal proposal)
    {
        var batch = snapshot.Jobs.Where(j => j.Demand.Mode == JobMode.Batch).Select(j => j.Id).ToList();
        return proposal.Jobs.Where(p => batch.Contains(p.Job)).Select(p => p.Span.Value).DefaultIfEmpty(0).Max();
    }

    // Every second job is a batch job.
    private static void ForAny(Action<NetworkSnapshot> holds) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var snapshot = new Worlds(unchecked((ulong)seed)).Any(mostNodes: 10, mostJobs: 5);
        holds(snapshot with
        {
            Jobs = [.. snapshot.Jobs.Select((j, k) => k % 2 > 0 ? j : j with { Demand = Batch(j.Demand.Priority) })],
        });
    }).Check(s_few);
}
