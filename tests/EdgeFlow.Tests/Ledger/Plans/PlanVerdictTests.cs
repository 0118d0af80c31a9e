using System.Text.Json;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Tests.Planning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Plans;

/// <summary>Plans made again from what the ledger keeps of them: bytes alone.</summary>
public sealed class PlanVerdictTests
{
    private const int Revisions = 4;
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(10).WithReplay(20261121, 13);

    [Fact]
    public void Of_AnyWorldPlannedWarm_IsIdenticalFromTheBytes() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var worlds = new Worlds((ulong)seed);
            var (snapshot, memory) = (worlds.Any(mostNodes: 8, mostJobs: 4), new PlanMemory());
            for (var revision = 0; revision < Revisions; revision++)
            {
                var proposal = Planner.Plan(snapshot, 3, memory);
                Assert.Equal(SolveVerdict.Identical, PlanVerdicts.Of(Kept(snapshot, proposal)).Verdict);
                snapshot = snapshot.Adopt(proposal).Without(snapshot.Nodes[^1].Id.Value);
                if (snapshot.Nodes.Count == 0)
                {
                    return;
                }
            }
        }).Check(s_config);

    [Fact]
    public void Of_SearchStoppedAnywhere_IsIdentical()
    {
        var snapshot = new Worlds(5).Any(mostNodes: 5, mostJobs: 3);
        snapshot = snapshot.Adopt(Planner.Plan(snapshot, 1));
        var search = new TierOneSearch(snapshot, 1, cores: 1);
        for (var work = 1L << 18; work < 1 << 19; work += 1 << 18)
        {
            search.Advance(work);
        }

        Assert.Equal(SolveVerdict.Identical, PlanVerdicts.Of(Kept(snapshot, search.Best())).Verdict);
    }

    [Fact]
    public void Of_EveryPolicy_IsIdentical()
    {
        var snapshot = new Worlds(8).Any(mostNodes: 6, mostJobs: 3);
        foreach (var entry in PolicyCatalog.All.Where(entry => entry.Search is null))
        {
            var verdict = PlanVerdicts.Of(Kept(snapshot, Planner.Plan(snapshot, 4, entry.Make())));
            Assert.True(verdict.Verdict == SolveVerdict.Identical, $"{entry.Name}: {verdict}");
        }
    }

    [Fact]
    public void Of_AnotherProposal_ShowsTheFirstDifference()
    {
        var (snapshot, proposal) = Example();
        var moved = proposal with { Report = proposal.Report with { Objective = proposal.Report.Objective + 1 } };

        var verdict = PlanVerdicts.Of(Kept(snapshot, moved));

        Assert.Equal(SolveVerdict.Different, verdict.Verdict);
        Assert.Equal("/report/objective", verdict.Difference!.Pointer);
        Assert.NotEqual(verdict.Difference.Recorded, verdict.Difference.Now);
        Assert.False(verdict.IsSound);
    }

    [Fact]
    public void Of_AnotherEvent_ShowsTheFirstDifference()
    {
        var (snapshot, proposal) = Example();
        var kept = Kept(snapshot, proposal);
        var jobs = kept.Adopted!.Jobs;
        var forged = kept.Adopted with { Jobs = [jobs[0] with { Rate = new(1e6) }, .. jobs.Skip(1)] };

        var verdict = PlanVerdicts.Of(kept with { Adopted = forged });

        Assert.Equal(SolveVerdict.Different, verdict.Verdict);
        Assert.Equal("/jobs/0/rate", verdict.Difference!.Pointer);
        Assert.Contains("the adopted event differs", verdict.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tier0/0", "which is tier0/4 now")]
    [InlineData("alchemy/3", "which is not here any more")]
    public void Of_AnotherPolicy_SaysSoAndIsNoFailure(string policy, string words)
    {
        var (snapshot, proposal) = Example();
        var kept = Kept(snapshot, proposal with { Report = proposal.Report with { Policy = policy } });

        var verdict = PlanVerdicts.Of(kept with { Policy = policy });

        Assert.Equal(SolveVerdict.PolicyChanged, verdict.Verdict);
        Assert.Contains(words, verdict.Words, StringComparison.Ordinal);
        Assert.True(verdict.IsSound);
    }

    [Fact]
    public void Of_NothingOrNonsenseKept_IsTrimmedOrDamaged()
    {
        var (snapshot, proposal) = Example();
        var kept = Kept(snapshot, proposal);

        Assert.Equal(SolveVerdict.Trimmed, PlanVerdicts.Of(kept with { Snapshot = null }).Verdict);
        Assert.Equal(SolveVerdict.Trimmed, PlanVerdicts.Of(kept with { Proposal = null }).Verdict);
        Assert.Equal(SolveVerdict.Damaged, PlanVerdicts.Of(kept with { Damage = "torn" }).Verdict);
        Assert.Equal(SolveVerdict.Damaged, PlanVerdicts.Of(kept with { Snapshot = new byte[] { 1 } }).Verdict);
        Assert.Equal(SolveVerdict.Damaged, PlanVerdicts.Of(kept with { Proposal = "null"u8.ToArray() }).Verdict);
    }

    [Fact]
    public void Of_WhatAnEarlierVersionKept_IsComparedWithTheEvent()
    {
        var (snapshot, proposal) = Example();
        var report = JsonSerializer.SerializeToUtf8Bytes(proposal.Report, DomainJson.Options);
        var kept = Kept(snapshot, proposal) with { Solve = null, Proposal = null, Report = report };

        Assert.Equal(SolveVerdict.Identical, PlanVerdicts.Of(kept).Verdict);
        var forged = kept.Adopted! with { Jobs = [] };
        Assert.Equal(SolveVerdict.Different, PlanVerdicts.Of(kept with { Adopted = forged }).Verdict);
    }

    private static (NetworkSnapshot Snapshot, Proposal Proposal) Example()
    {
        for (var seed = 1UL; ; seed++)
        {
            var snapshot = new Worlds(seed).Any(mostNodes: 8, mostJobs: 4);
            if (Planner.Plan(snapshot, 3) is { Changed.Count: > 1 } proposal)
            {
                return (snapshot, proposal);
            }
        }
    }

    private static RecordedPlan Kept(NetworkSnapshot snapshot, Proposal proposal)
    {
        var report = proposal.Report;
        var made = new PlanDecision(
            report.Policy, report.Seed, SnapshotCanonical.Hash(snapshot), report.Objective, report.Bound, report.Work,
            []);
        var changed = proposal.Changed.ToHashSet();
        var adopted = new PlanAdopted(
            proposal.Parent + 1, proposal.Parent, "a test", [.. proposal.Jobs.Where(job => changed.Contains(job.Job))],
            [], proposal.Waiting, made, DateTimeOffset.UnixEpoch);
        return new RecordedPlan(
            1, proposal.Parent + 1, "adopted", report.Policy, SnapshotCanonical.Bytes(snapshot),
            SnapshotCanonical.Bytes(proposal), null, adopted, null);
    }
}
