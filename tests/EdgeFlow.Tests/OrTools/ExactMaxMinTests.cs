using EdgeFlow.Domain.Units;
using EdgeFlow.OrTools.Exact;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Tests.Planning;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.OrTools;

/// <summary>Tier 3 on worlds small enough for the bare program.</summary>
public sealed class ExactMaxMinTests
{
    private const double Near = 1e-5;
    private const int Seeds = 12;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public void Solve_SmallWorlds_AgreesWithTheBareProgramAndStaysBelowTheBound()
    {
        var library = OrToolsHere.Library();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var snapshot = Small((ulong)seed);
            var bare = ExactMaxMin.SolveBare(snapshot, library, TimeProvider.System, s_limit);

            var exact = ExactMaxMin.Solve(
                snapshot, Planner.Plan(snapshot, 1), library, TimeProvider.System, s_limit);

            Assert.Equal((ExactStatus.Proven, ExactStatus.Proven), (bare.Status, exact.Status));
            Assert.Equal(1, exact.Rate / bare.Rate, Near);
            var bound = UpperBound.Certify(snapshot, Objective.MaxMin)!.Bound;
            Assert.True(bound >= bare.Rate * (1 - Near), $"seed {seed}: bound {bound} below {bare.Rate}");
        }
    }

    [SkippableFact]
    public void BranchedProof_SmallWorldsAndASlowPlan_FindsTheRateOfTheBareProgramOrSaysNothing()
    {
        var library = OrToolsHere.Library();
        var proven = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var snapshot = Small((ulong)seed);
            var bare = ExactMaxMin.SolveBare(snapshot, library, TimeProvider.System, s_limit);

            var branched = new BranchedProof(snapshot, bare.Rate * 0.7);
            if (branched.Run(UpperBound.AmpleWork))
            {
                Assert.Equal(1, branched.Rate / bare.Rate, Near);
                proven++;
            }
            else
            {
                Assert.InRange(branched.Rate, bare.Rate * 0.7, bare.Rate * (1 + Near));
            }
        }

        Assert.True(proven >= Seeds / 2, $"{proven} of {Seeds} proven without a solver");
    }

    [SkippableFact]
    public void SolveBare_MoreCapacity_IsNeverWorse()
    {
        var library = OrToolsHere.Library();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var snapshot = Small((ulong)seed);
            var link = seed % snapshot.Links.Count;
            var wider = snapshot with
            {
                Links = [.. snapshot.Links.Select((l, k) => k != link ? l
                    : l with { Capacity = new BitsPerSecond(3 * l.Capacity.Value) })],
            };

            var before = ExactMaxMin.SolveBare(snapshot, library, TimeProvider.System, s_limit);
            var after = ExactMaxMin.SolveBare(wider, library, TimeProvider.System, s_limit);

            Assert.True(after.Rate >= before.Rate * (1 - Near), $"seed {seed}: {after.Rate} after {before.Rate}");
        }
    }

    [Fact]
    public void Solve_LibraryAbsent_SaysSoWhereTheCertificateDoesNotSuffice()
    {
        var statuses = Enumerable.Range(0, Seeds).Select(seed => Small((ulong)seed)).Select(snapshot =>
            ExactMaxMin.Solve(snapshot, Planner.Plan(snapshot, 1), null, TimeProvider.System, s_limit).Status);

        ExactStatus[] expected = [ExactStatus.Proven, ExactStatus.Absent];
        Assert.All(statuses, status => Assert.Contains(status, expected));
    }

    [Fact]
    public void Solve_DemandsThatTheProgramLacks_AreNotCovered()
    {
        var snapshot = Small(1);
        var budgeted = snapshot with
        {
            Jobs = [.. snapshot.Jobs.Select(j => j with { Demand = j.Demand with { Budget = new(1, null) } })],
        };

        var result = ExactMaxMin.Solve(budgeted, Planner.Plan(budgeted, 1), null, TimeProvider.System, s_limit);

        Assert.Equal(ExactStatus.NotCovered, result.Status);
    }

    // Four or five nodes, two chains of three tasks, each from a node of its own.
    private static NetworkSnapshot Small(ulong seed)
    {
        var worlds = new Worlds(seed);
        var nodes = worlds.Nodes(worlds.Whole(4, 5)).Select(n => n with
        {
            Capacity = n.Capacity with { Taints = new Dictionary<string, string>() },
        }).ToArray();
        var links = worlds.Links(nodes).Select(l => l with { Capacity = new(Math.Max(l.Capacity.Value, Mega / 2)) });
        var jobs = Enumerable.Range(0, 2).Select(j => Job(
            $"job-{j}", Stream(),
            [.. Enumerable.Range(0, 3).Select(t => Task(
                $"t{t}", worlds.Real(0.1, 4), t == 0 ? nodes[worlds.Whole(0, nodes.Length - 1)].Id.Value : null))],
            Flow("t0", "t1", worlds.Real(0.01, 2)), Flow("t1", "t2", worlds.Real(0.01, 2))));
        return Snapshot(nodes, [.. links], [.. jobs]);
    }
}
