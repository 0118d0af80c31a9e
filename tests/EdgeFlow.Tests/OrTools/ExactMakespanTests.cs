using EdgeFlow.Domain.Units;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.OrTools.Exact;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Tests.Planning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.OrTools;

/// <summary>Tier 3 for the makespan, on worlds small enough to look at every placement and route.</summary>
public sealed class ExactMakespanTests
{
    private const double Near = 1e-4;
    private const long SmallWork = 6_000_000;
    private const ulong SmallJobs = 6;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private static readonly Config s_few = Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20261122, 5);

    [SkippableFact]
    public void Solve_TinyWorlds_IsSoundAndAsGoodAsTheBestOfAllPlacementsAndRoutes()
    {
        var library = OrToolsHere.Library();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Tiny(unchecked((ulong)seed));
            var one = Planner.Plan(snapshot, 1);
            var exact = ExactPlanner.Solve(snapshot, one, library, TimeProvider.System, s_limit);
            Assert.True(exact.Status == ExactStatus.Proven, $"seed {seed}: {exact.Status}, {exact.Plan.Report}");
            Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
            Assert.True(exact.Plan.Report.Bound >= exact.Plan.Report.Objective);
            Assert.Equal(1, exact.Plan.Report.Objective / BestOfAll(snapshot), Near);
        }).Check(s_few);
    }

    [SkippableFact]
    public void Solve_TwoJobsOnThreeNodes_IsProvenAndNotBelowTierZero()
    {
        var snapshot = Tiny(4);
        var second = Tiny(9).Jobs[0] with { Id = new("other") };
        snapshot = snapshot with { Jobs = [.. snapshot.Jobs, second] };
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, OrToolsHere.Library(), TimeProvider.System, s_limit);
        Assert.Equal(ExactStatus.Proven, exact.Status);
        Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
        Assert.True(exact.Plan.Report.Objective >= one.Report.Objective);
        Assert.Equal(1, exact.Plan.Report.Objective / BestOfAll(snapshot), Near);
    }

    [SkippableFact]
    public void Solve_MoreCapacity_EndsNoLater()
    {
        var library = OrToolsHere.Library();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var snapshot = Tiny(unchecked((ulong)seed));
            var (link, node) = ((seed & 0xff) % snapshot.Links.Count, (seed & 0xff) % snapshot.Nodes.Count);
            var wider = snapshot with
            {
                Links = [.. snapshot.Links.Select((l, k) => k != link ? l
                    : l with { Capacity = new BitsPerSecond(3 * l.Capacity.Value) })],
                Nodes = [.. snapshot.Nodes.Select((n, k) => k != node ? n
                    : n with { Capacity = n.Capacity with { Speed = new WorkRate(2 * n.Capacity.Speed.Value) } })],
            };
            var (before, after) = (Best(snapshot), Best(wider));
            Assert.True(after >= before * (1 - Near), $"{after} after {before}");
        }).Check(s_few);

        double Best(NetworkSnapshot snapshot) => ExactPlanner.Solve(
            snapshot, Planner.Plan(snapshot, 1), library, TimeProvider.System, s_limit).Plan.Report.Objective;
    }

    [SkippableFact]
    public void Solve_SmallJobs_IsHardlyBetterThanTierOne()
    {
        var library = OrToolsHere.Library();
        var logarithms = 0.0;
        for (var seed = 0UL; seed < SmallJobs; seed++)
        {
            var snapshot = RandomBatches.Make(seed, 5, 8);
            var one = Planner.Plan(snapshot, 1, new TierOnePolicy(SmallWork, 1));
            var exact = ExactPlanner.Solve(snapshot, one, library, TimeProvider.System, s_limit);
            Assert.True(exact.Status == ExactStatus.Proven, $"seed {seed}: {exact.Status}, {exact.Plan.Report}");
            logarithms += Math.Log(exact.Plan.Report.Objective / one.Report.Objective);
        }

        Assert.InRange(Math.Exp(logarithms / SmallJobs), 1, 1.03);
    }

    [Fact]
    public void Solve_LibraryAbsent_KeepsThePlanWithItsCertificate()
    {
        var snapshot = Tiny(3);
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, null, TimeProvider.System, s_limit);
        Assert.Contains(exact.Status, new[] { ExactStatus.Proven, ExactStatus.Absent });
        Assert.Equal(one.Jobs, exact.Plan.Jobs);
        Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
    }

    [SkippableFact]
    public void Solve_LittleOfEverything_IsProvenOrSaysWhatItLacks()
    {
        var library = OrToolsHere.Library();
        var two = new[] { Task("t0", 1), Task("t1", 0) };
        var (a, b) = (Node("a", 1), Node("b", 2));
        Assert.Equal(ExactStatus.NotCovered, Of([], [], Job("j", Batch(), two)));
        Assert.Equal(ExactStatus.NotCovered, Of([a], []));
        Assert.Equal(ExactStatus.NotCovered, Of([a], [], Job("j", Batch(), [Task("t0", 1, "gone")])));
        Assert.Equal(ExactStatus.Proven, Of([a], [], Job("j", Batch(), two, Flow("t0", "t1", 0))));
        Assert.Equal(ExactStatus.Proven, Of([a, b], [], Job("j", Batch(), two, Flow("t0", "t1", 9))));
        Assert.Equal(ExactStatus.Proven, Of([a, b], [Link("a", "b", 0)], Job("j", Batch(), two, Flow("t0", "t1", 9))));
        Assert.Equal(ExactStatus.Proven, Of([a, b], [Link("a", "b", 1)], Job("j", Batch(), [Task("t0", 0)])));
        Assert.Equal(ExactStatus.Proven, Of(
            [a, b], [Link("a", "b", 1e-6)], Job("j", Batch(), [Task("t0", 1e-9, "a"), Task("t1", 1e9)])));

        ExactStatus Of(SnapshotNode[] nodes, SnapshotLink[] links, params SnapshotJob[] jobs)
        {
            var snapshot = Snapshot(nodes, links, jobs) with
            {
                Options = SnapshotOptions.Default with { Objective = Objective.Makespan },
            };
            var exact = ExactPlanner.Solve(
                snapshot, Planner.Plan(snapshot, 1), library, TimeProvider.System, s_limit);
            Assert.Empty(PlanVerifier.Check(snapshot, exact.Plan));
            return exact.Status;
        }
    }

    [Fact]
    public void Solve_TooManyChoices_KeepsThePlanAndNamesTheLimit()
    {
        var nodes = Enumerable.Range(0, 45).Select(u => Node($"n{u:00}", 1 + u % 3)).ToArray();
        var tasks = Enumerable.Range(0, 100).Select(t => Task($"t{t:00}", 1)).ToArray();
        var snapshot = Snapshot(nodes, [], Job("j", Batch(), tasks)) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.Makespan },
        };
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, null, TimeProvider.System, s_limit);
        Assert.Equal((ExactStatus.NotCovered, one), (exact.Status, exact.Plan));
        Assert.Contains("at most 4000 choices", exact.By, StringComparison.Ordinal);
        Assert.Contains("4500", exact.By, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_AStreamBesideTheBatchJob_IsNotCovered()
    {
        var snapshot = Tiny(1);
        snapshot = snapshot with { Jobs = [.. snapshot.Jobs, Job("stream", Stream(), [Task("t0", 1)])] };
        var one = Planner.Plan(snapshot, 1);
        var exact = ExactPlanner.Solve(snapshot, one, null, TimeProvider.System, s_limit);
        Assert.Equal((ExactStatus.NotCovered, one), (exact.Status, exact.Plan));
    }

    // Three nodes in a triangle or a chain; a DAG of four tasks.
    private static NetworkSnapshot Tiny(ulong seed)
    {
        var worlds = new Worlds(seed);
        SnapshotNode[] nodes = [.. "abc".Select(n => Node($"{n}", worlds.Real(1, 8)))];
        SnapshotLink[] links =
        [
            Link("a", "b", worlds.Real(1, 8), worlds.Real(0, 90)),
            Link("b", "c", worlds.Real(1, 8), worlds.Real(0, 90)),
            .. worlds.Whole(0, 1) == 0 ? (SnapshotLink[])[Link("a", "c", worlds.Real(1, 8))] : [],
        ];
        var tasks = Enumerable.Range(0, 4).Select(
            t => Task($"t{t}", worlds.Real(0.5, 4), t == 0 ? "a" : null)).ToArray();
        var flows = new[] { ("t0", "t1"), ("t0", "t2"), ("t1", "t3"), ("t2", "t3") }
            .Select(f => Flow(f.Item1, f.Item2, worlds.Real(0, 3))).ToArray();
        return Snapshot(nodes, links, Job("job", Batch(), tasks, flows)) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.Makespan },
        };
    }

    /// <summary>The highest value of all placements and all routes without circles.</summary>
    private static double BestOfAll(NetworkSnapshot snapshot)
    {
        var network = new IndexedNetwork(snapshot);
        IndexedJob[] jobs = [.. snapshot.Jobs.OrderBy(j => j.Id).Select(j => new IndexedJob(j, network))];
        var all = jobs.Select(j => Embeddings(network, j).ToList()).ToArray();
        var best = 0.0;
        foreach (var chosen in Choices(all))
        {
            PlacedJob[] placed = [.. chosen.Select((e, j) => new PlacedJob(network, jobs[j], e))];
            var plan = GivenPlan.Write(snapshot, network, placed, null, [], "all", 0);
            best = Math.Max(best, plan?.Report.Objective ?? 0);
        }

        return best;
    }

    private static IEnumerable<Embedding[]> Choices(List<Embedding>[] all) => all.Aggregate(
        (IEnumerable<Embedding[]>)[[]],
        (chosen, next) => chosen.SelectMany(c => next.Select(e => c.Append(e).ToArray())));

    private static IEnumerable<Embedding> Embeddings(IndexedNetwork network, IndexedJob job)
    {
        var places = job.Tasks.Aggregate((IEnumerable<int[]>)[[]], (sofar, task) => sofar.SelectMany(
            nodes => Enumerable.Range(0, network.NodeCount)
                .Where(u => task.Constraints.Nodes.Count == 0 || task.Constraints.Nodes.Contains(network.Nodes[u].Id))
                .Select(u => nodes.Append(u).ToArray())));
        return places.SelectMany(node => job.Flows
            .Aggregate((IEnumerable<IndexedRoute?[]>)[[]], (sofar, flow) => sofar.SelectMany(
                routes => Ways(network, [node[flow.From]], node[flow.To], []).Select(r => routes.Append(r).ToArray())))
            .Select(routes => new Embedding(node, routes)));
    }

    private static IEnumerable<IndexedRoute> Ways(IndexedNetwork network, int[] nodes, int to, int[] arcs)
    {
        if (nodes[^1] == to)
        {
            return [new IndexedRoute(
                nodes, [.. arcs.Select(a => network.ArcLink[a])], [.. arcs.Select(a => network.ArcResource[a])])];
        }

        return Enumerable.Range(0, network.ArcHead.Length)
            .Where(a => network.ArcTail[a] == nodes[^1] && !nodes.Contains(network.ArcHead[a]))
            .SelectMany(a => Ways(network, [.. nodes, network.ArcHead[a]], to, [.. arcs, a]));
    }
}
