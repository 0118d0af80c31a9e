using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Xunit.Abstractions;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Search;

/// <summary>What must hold for tier 1, whatever the snapshot.</summary>
public sealed class TierOneTests(ITestOutputHelper output)
{
    private const long Work = 60_000;

    private static readonly TierOneOptions Short = TierOneOptions.Default with { RoundWork = 10_000 };

    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20261121, 7);

    private static readonly Objective[] Objectives =
        [Objective.MaxMin, Objective.AverageRate, Objective.Weighted, Objective.ProportionalFair];

    [Fact]
    public void Plan_AnySnapshotAndObjective_IsSoundAndNotBelowTierZero() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Any(seed);
            var proposal = new TierOnePolicy(Work, 2, Short).Plan(snapshot, 3);
            var zero = Planner.Plan(snapshot, 3);
            Assert.Empty(PlanVerifier.Check(snapshot, proposal));
            Assert.True(
                proposal.Report.Objective >= zero.Report.Objective - 1e-9 * Math.Abs(zero.Report.Objective),
                $"{snapshot.Options}: {proposal.Report.Objective} < {zero.Report.Objective}");
        }).Check(Few);

    [Fact]
    public void Plan_AnySnapshot_IsTheSameOnOneCoreAndTwo() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Any(seed);
            var one = new TierOnePolicy(Work, 1, Short).Plan(snapshot, 5);
            var two = new TierOnePolicy(Work, 2, Short).Plan(snapshot, 5);
            Assert.Equal(Sound.Text(one), Sound.Text(two));
        }).Check(Few);

    [Fact]
    public void Plan_OfWhatItPlanned_ChangesNothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Any(seed);
            var policy = new TierOnePolicy(Work, 2, Short);
            var proposal = policy.Plan(snapshot, 3);
            var next = snapshot.Adopt(proposal);
            var again = policy.Plan(next, 4);
            Assert.Empty(PlanVerifier.Check(next, again));
            if (proposal.Waiting.Count == 0)
            {
                Assert.True(again.Changed.Count == 0, string.Join(", ", again.Report.Jobs.Select(j => j.Reason)));
            }
        }).Check(Few);

    [Fact]
    public void Best_FromPlansInForce_IsSoundAndServesTheSameJobs() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Any(seed);
            var running = snapshot.Adopt(Planner.Plan(snapshot, 3));
            var search = new TierOneSearch(running, 3, 2, Short);
            var before = search.Best();
            search.Advance(Work);
            var after = search.Best();
            Assert.Empty(PlanVerifier.Check(running, after));
            Assert.Equal(before.Waiting, after.Waiting);
        }).Check(Few);

    [Fact]
    public void Best_MovesAreDear_KeepsEveryTask()
    {
        var snapshot = Any(11) with { Options = SnapshotOptions.Default };
        var running = snapshot.Adopt(Planner.Plan(snapshot, 3));
        var search = new TierOneSearch(running, 3, 2, Short with { MigrationCost = 1e9 });
        search.Advance(Work);

        Assert.Equal(0, Moved(running, search.Best()));
    }

    [Fact]
    public void Advance_InSlices_FindsWhatItFindsAtOnce()
    {
        var snapshot = Any(11);
        var (whole, sliced) = (new TierOneSearch(snapshot, 3, 2, Short), new TierOneSearch(snapshot, 3, 1, Short));
        whole.Advance(4 * Work);
        for (var work = 0L; work < 4 * Work; work += 777)
        {
            sliced.Advance(work);
            _ = work % 7 == 0 ? sliced.Best() : null;
        }

        sliced.Advance(4 * Work);
        Assert.Equal(Sound.Text(whole.Best()), Sound.Text(sliced.Best()));
    }

    [Fact]
    public void Advance_NothingToMove_IsExhausted()
    {
        var empty = new TierOneSearch(Snapshot([Node("a", 1)], []), 1, 1);
        empty.Advance(long.MaxValue);
        Assert.True(empty.IsExhausted);
        Assert.Empty(empty.Best().Jobs);
    }

    [SkippableFact]
    public void Advance_InstancesWithProvenOptimum_ReachesNearlyAll()
    {
        var path = Path.Combine(Onnx.SharedData.Repository, "..", "shared", "data", "planner", "exact.json");
        Skip.IfNot(File.Exists(path), $"{path} is not on this machine.");
        var ratios = new List<double>();
        foreach (var instance in ExactFile.Read(path).Where(i => i.Snapshot.Nodes.Count <= 15))
        {
            var options = TierOneOptions.Default with { RoundWork = 1 << 19 };
            var search = new TierOneSearch(instance.Snapshot, 1, 2, options);
            search.Advance(1 << 21);
            ratios.Add(search.Best().Jobs.Min(j => j.Rate.Value) / instance.Rate);
            output.WriteLine(FormattableString.Invariant($"{instance.Name,-24} {ratios[^1]:0.000000}"));
        }

        Assert.All(ratios, r => Assert.InRange(r, 0.95, 1 + 1e-6));
        Assert.True(ratios.Count(r => r > 1 - 1e-6) >= 0.9 * ratios.Count);
    }

    private static int Moved(NetworkSnapshot running, Proposal proposal)
    {
        var before = running.Current.ToDictionary(p => p.Job);
        return proposal.Jobs.Where(p => before.ContainsKey(p.Job)).Sum(
            p => p.Placements.Except(before[p.Job].Placements).Count());
    }

    private static NetworkSnapshot Any(int seed)
    {
        var worlds = new Worlds(unchecked((ulong)seed));
        var snapshot = worlds.Any(mostNodes: 12, mostJobs: 6);
        return snapshot with
        {
            Options = snapshot.Options with { Objective = Objectives[worlds.Whole(0, Objectives.Length - 1)] },
        };
    }
}
