using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.OrTools.Exact;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Tests.Planning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.OrTools;

/// <summary>Tier 3 as a plan, for every objective of rates, on worlds small enough to be proven.</summary>
public sealed class ExactPlannerTests
{
    private const double Near = 1e-4;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private static readonly Config s_few = Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(20261122, 3);

    /// <summary>Every objective that is of rates.</summary>
    public static TheoryData<Objective> Objectives { get; } = new(
        Objective.MaxMin, Objective.AverageRate, Objective.Weighted, Objective.ProportionalFair, Objective.Admission);

    [SkippableTheory]
    [MemberData(nameof(Objectives))]
    public void Solve_SmallWorlds_IsSoundProvenAndNotBelowTierOne(Objective objective)
    {
        var library = OrToolsHere.Library();
        for (var seed = 0UL; seed < 6; seed++)
        {
            var snapshot = Small(seed, objective);
            var one = Planner.Plan(snapshot, 1, new TierOnePolicy(200_000, 1));
            var exact = ExactPlanner.Solve(snapshot, one, library, TimeProvider.System, s_limit);
            Assert.True(exact.Status == ExactStatus.Proven, $"seed {seed}: {exact.Status}, {exact.Plan.Report}");
            Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
            Assert.True(exact.Plan.Report.Objective >= one.Report.Objective - Near * Math.Abs(one.Report.Objective));
            Assert.True(exact.Plan.Report.Bound >= exact.Plan.Report.Objective);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Objectives))]
    public void Solve_MoreCapacity_IsNeverWorse(Objective objective)
    {
        var library = OrToolsHere.Library();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Small(unchecked((ulong)seed), objective);
            var (link, node) = ((seed & 0xff) % snapshot.Links.Count, (seed & 0xff) % snapshot.Nodes.Count);
            var wider = snapshot with
            {
                Links = [.. snapshot.Links.Select((l, k) => k != link ? l
                    : l with { Capacity = new BitsPerSecond(3 * l.Capacity.Value) })],
                Nodes = [.. snapshot.Nodes.Select((n, k) => k != node ? n
                    : n with { Capacity = n.Capacity with { Speed = new WorkRate(2 * n.Capacity.Speed.Value) } })],
            };
            var (before, after) = (Best(snapshot), Best(wider));
            Assert.True(after >= before - Near * Math.Max(1, Math.Abs(before)), $"{after} after {before}");
        }).Check(s_few);

        double Best(NetworkSnapshot snapshot) => ExactPlanner.Solve(
            snapshot, Planner.Plan(snapshot, 1), library, TimeProvider.System, s_limit).Plan.Report.Objective;
    }

    [SkippableFact]
    public void Solve_OneJobMustGiveWay_AcceptsWhatIsWorthMore()
    {
        // The node serves one of the two at its required rate; tier 0 takes the first, the second is worth more.
        var snapshot = Snapshot(
            [Node("a", 10)], [],
            Job("j", Stream(required: 1), [Task("t0", 6)]), Job("k", Stream(required: 1), [Task("t0", 9)])) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.Admission },
        };
        var exact = ExactPlanner.Solve(
            snapshot, Planner.Plan(snapshot, 1), OrToolsHere.Library(), TimeProvider.System, s_limit);
        Assert.Equal(ExactStatus.Proven, exact.Status);
        Assert.Equal(new JobId("k"), Assert.Single(exact.Plan.Jobs).Job);
        Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Solve_LibraryAbsent_KeepsThePlanWithItsCertificate(Objective objective)
    {
        var snapshot = Small(3, objective);
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, null, TimeProvider.System, s_limit);
        Assert.Contains(exact.Status, new[] { ExactStatus.Proven, ExactStatus.Absent });
        Assert.Equal(one.Jobs, exact.Plan.Jobs);
        Assert.NotNull(exact.Plan.Report.Certificate);
        Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
    }

    [Fact]
    public void Solve_LatencyBound_IsNotCovered()
    {
        var snapshot = Snapshot([Node("a", 10)], [], Job("j", Stream(latencyMs: 900), [Task("t0", 6)]));
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, null, TimeProvider.System, s_limit);
        Assert.Equal((ExactStatus.NotCovered, one), (exact.Status, exact.Plan));
    }

    // Four nodes, two chains of three tasks with wished and required rates and weights of their own.
    private static NetworkSnapshot Small(ulong seed, Objective objective)
    {
        var worlds = new Worlds(seed);
        var nodes = worlds.Nodes(4).Select(n => n with
        {
            Capacity = n.Capacity with { Taints = new Dictionary<string, string>() },
        }).ToArray();
        var links = worlds.Links(nodes).Select(l => l with { Capacity = new(Math.Max(l.Capacity.Value, Mega / 2)) });
        var jobs = Enumerable.Range(0, 2).Select(j => Job(
            $"job-{j}",
            Stream(
                required: objective == Objective.Admission ? worlds.Real(0.5, 3) : j == 0 ? 0.05 : null,
                wished: worlds.Real(3, 9), priority: j),
            [.. Enumerable.Range(0, 3).Select(t => Task(
                $"t{t}", worlds.Real(0.1, 4), t == 0 ? nodes[worlds.Whole(0, nodes.Length - 1)].Id.Value : null))],
            Flow("t0", "t1", worlds.Real(0.01, 2)), Flow("t1", "t2", worlds.Real(0.01, 2))));
        return Snapshot(nodes, [.. links], [.. jobs]) with
        {
            Options = SnapshotOptions.Default with { Objective = objective },
        };
    }
}
