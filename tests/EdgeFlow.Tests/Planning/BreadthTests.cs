using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Accelerators, budgets and variants, as every policy keeps them.</summary>
public sealed class BreadthTests
{
    private static readonly SnapshotLink[] s_links = [Link("a", "b", 10), Link("b", "c", 10)];

    [Fact]
    public void Plan_TwoJobsForOneAccelerator_SecondGoesElsewhereThenWaits()
    {
        var nodes = new[] { Gpu(Node("a", 100), 1), Gpu(Node("b", 1), 1), Node("c", 100) };
        var two = Sound.Plan(Snapshot(nodes, s_links, OnGpu("j1"), OnGpu("j2")));
        Assert.Equal(["a", "b"], two.Jobs.Select(p => p.On("t0")).Order());

        var three = Sound.Plan(Snapshot(nodes, s_links, OnGpu("j1"), OnGpu("j2"), OnGpu("j3")));
        var waiting = Assert.Single(three.Waiting);
        Assert.Equal(("j3", "/spec/tasks/0/accelerators"), (waiting.Job.Value, waiting.Pointer));
    }

    [Fact]
    public void Plan_TwoTasksOfAJobForOneAccelerator_TheOneWithAChoiceGives()
    {
        var nodes = new[] { Gpu(Node("a", 100), 1), Gpu(Node("b", 1), 1) };
        var pinned = Task("t1", 1, pin: "a") with { Accelerators = Gpus(1) };
        var plan = Sound.Plan(Snapshot(nodes, s_links[..1],
            Job("j", Stream(), [Task("t0", 1) with { Accelerators = Gpus(1) }, pinned], Flow("t0", "t1", 0.1))));

        Assert.Equal(("b", "a"), (plan.Jobs[0].On("t0"), plan.Jobs[0].On("t1")));
    }

    [Fact]
    public void Plan_AcceleratorThatNobodyHas_PointsToAcceleratorsAndSaysWhyOfEachNode()
    {
        var proposal = Sound.Plan(Snapshot([Node("a", 1), Gpu(Node("b", 1), 1)], s_links[..1], OnGpu("j", count: 2)));

        Assert.Equal("/spec/tasks/0/accelerators", Assert.Single(proposal.Waiting).Pointer);
        Assert.Equal(
            ["has 0 gpu free of 0, 2 needed", "has 1 gpu free of 1, 2 needed"],
            proposal.Report.Jobs[0].Tasks[0].Candidates.Select(c => c.Rejected));
    }

    [Fact]
    public void Plan_AcceleratorTakenFromItsNode_TheLowerPriorityMoves()
    {
        var before = Snapshot(
            [Gpu(Node("a", 100), 2), Gpu(Node("b", 1), 2)], s_links[..1], OnGpu("j1"), OnGpu("j2", priority: 5));
        var plan = Sound.Plan(before);
        Assert.All(plan.Jobs, p => Assert.Equal("a", p.On("t0")));

        var shrunk = before with { Nodes = [Gpu(Node("a", 100), 1), before.Nodes[1]] };
        var repaired = Sound.Plan(shrunk.Adopt(plan));
        Assert.Equal(["b", "a"], repaired.Jobs.Select(p => p.On("t0")));
        Assert.Equal([new JobId("j1")], repaired.Changed);
    }

    [Theory]
    [InlineData(3.6, "cheap", 0.5)]
    [InlineData(360.0, "fast", 10)]
    public void Plan_PriceBudget_ChoosesTheNodeThatGivesMostForIt(double pricePerHour, string node, double rate)
    {
        // A frame is 1 s on cheap (0.001) and 0.1 s on fast (0.01): the budget of 3.6 an hour buys 1/s of the one at
        // most 0.5/s of which exist, and 0.1/s of the other.
        var nodes = new[] { Priced(Node("cheap", 0.5), 1.8), Priced(Node("fast", 10), 360) };
        var job = Job("j", Stream() with { Budget = new JobBudget(pricePerHour, null) }, [Task("t0", 1)]);

        var plan = Sound.Plan(Snapshot(nodes, [Link("cheap", "fast", 10)], job)).Jobs[0];

        Assert.Equal(node, plan.On("t0"));
        Assert.Equal(rate, plan.Rate.Value, 6);
    }

    [Fact]
    public void Plan_BudgetBelowTheRequiredRate_PointsToTheBudget()
    {
        var nodes = new[] { Priced(Node("a", 10), 360) };
        var dear = Stream(required: 1) with { Budget = new JobBudget(1, null) };
        Assert.Equal("/spec/budget/pricePerHour",
            Assert.Single(Sound.Plan(Snapshot(nodes, [], Job("j", dear, [Task("t0", 1)]))).Waiting).Pointer);

        nodes = [nodes[0] with { Capacity = nodes[0].Capacity with { Energy = new EnergyModel(5, 20) } }];
        var hungry = Stream(required: 1) with { Budget = new JobBudget(null, 1) };
        Assert.Equal("/spec/budget/watts",
            Assert.Single(Sound.Plan(Snapshot(nodes, [], Job("j", hungry, [Task("t0", 1)]))).Waiting).Pointer);
    }

    [Fact]
    public void Plan_BudgetThatBinds_LimitsTheRateAndIsItsBottleneck()
    {
        var proposal = Sound.Plan(Snapshot(
            [Priced(Node("a", 10), 3600)], [],
            Job("j", Stream() with { Budget = new JobBudget(720, null) }, [Task("t0", 1)])));

        Assert.Equal(2, proposal.Jobs[0].Rate.Value, 9);
        Assert.Equal("budget pricePerHour", proposal.Report.Jobs[0].Bottleneck);
    }

    [Fact]
    public void Plan_DearLink_IsAvoidedWhenTheBudgetIsSmall()
    {
        var links = new[]
        {
            Link("a", "b", 10) with { PricePerGigabyte = 1000 }, Link("a", "c", 5), Link("c", "b", 5),
        };
        var job = Job("j", Stream(required: 1) with { Budget = new JobBudget(100, null) },
            [Task("t0", 0.1, pin: "a"), Task("t1", 0.1, pin: "b")], Flow("t0", "t1", 1));

        var plan = Sound.Plan(Snapshot([Node("a", 1), Node("b", 1), Node("c", 1)], links, job)).Jobs[0];

        Assert.Equal(["a-c", "c-b"], plan.Routes[0].Links.Select(l => l.Value));
    }

    [Theory]
    [InlineData(null, null, "full")]
    [InlineData(9.0, null, "full")]
    [InlineData(15.0, null, "half")]
    [InlineData(15.0, 0.85, "half")]
    [InlineData(90.0, 0.5, "tiny")]
    public void Plan_Variants_TakesTheMostAccurateThatServesTheRequiredRate(
        double? required, double? accuracy, string expected)
    {
        var proposal = Sound.Plan(Snapshot([Node("a", 10)], [], Graded(required, accuracy)));

        Assert.Equal(expected, Assert.Single(proposal.Jobs).Placements[0].Variant);
    }

    [Theory]
    [InlineData(90.0, 0.85, "/spec/rate/required")]
    [InlineData(null, 0.99, "/spec/accuracy")]
    [InlineData(200.0, null, "/spec/rate/required")]
    public void Plan_NoVariantDoes_SaysWhatCannotBeMet(double? required, double? accuracy, string pointer)
    {
        var proposal = Sound.Plan(Snapshot([Node("a", 10)], [], Graded(required, accuracy)));

        Assert.Equal(pointer, Assert.Single(proposal.Waiting).Pointer);
        Assert.Equal(pointer, proposal.Report.Jobs[0].Bottleneck);
    }

    [Fact]
    public void Plan_JobWithAVariantInForce_KeepsItWhenThereIsRoomAgain()
    {
        var busy = Job("b", Stream(required: 5, priority: 9), [Task("t0", 1)]);
        var crowded = Snapshot([Node("a", 10)], [], busy, Graded(9, null));
        var plan = Sound.Plan(crowded);
        Assert.Equal("half", plan.Jobs.Single(p => p.Job.Value == "j").Placements[0].Variant);

        var alone = crowded.Adopt(plan) with { Jobs = [crowded.Jobs[1]] };
        Assert.Equal("half", Sound.Plan(alone with { Current = [.. plan.Jobs.Where(p => p.Job.Value == "j")] })
            .Jobs[0].Placements[0].Variant);
    }

    [Fact]
    public void Plan_AnyBroadWorld_IsSound() => ForAll(60, worlds =>
    {
        var snapshot = Broad(worlds, worlds.Any(12, 6));
        var plan = Sound.Plan(snapshot);
        if (snapshot.Nodes.Count > 1)
        {
            Sound.Plan(snapshot.Adopt(plan).Without(snapshot.Nodes[0].Id.Value));
        }
    });

    [Fact]
    public void Plan_BroadWorldPermuted_PlacesTheSame() => ForAll(60, worlds =>
    {
        var snapshot = Broad(worlds, worlds.Any(10, 5));
        var shuffled = snapshot with
        {
            Nodes = worlds.Shuffle(snapshot.Nodes),
            Links = worlds.Shuffle(snapshot.Links),
            Jobs = worlds.Shuffle(snapshot.Jobs.Select(j => j with { Flows = worlds.Shuffle(j.Flows) })),
        };
        Assert.Equal(SnapshotCanonical.Hash(snapshot), SnapshotCanonical.Hash(shuffled));
        Assert.Equal(Sound.Text(Planner.Plan(snapshot, 3)), Sound.Text(Planner.Plan(shuffled, 3)));
    });

    private static void ForAll(int worlds, Action<Worlds> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(worlds).WithReplay(20261121, 9),
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new Worlds(seed)))));

    /// <summary>Gives nodes accelerators, prices and energy, links prices, and jobs what asks for them.</summary>
    private static NetworkSnapshot Broad(Worlds worlds, NetworkSnapshot snapshot) => snapshot with
    {
        Nodes = [.. snapshot.Nodes.Select(n => n with
        {
            Capacity = n.Capacity with
            {
                Accelerators = worlds.Whole(0, 1) == 0 ? null : Gpus(worlds.Whole(1, 2)),
                PricePerHour = worlds.Whole(0, 3) == 0 ? null : worlds.Real(0.1, 5),
                Energy = worlds.Whole(0, 3) == 0 ? null : new EnergyModel(1, worlds.Real(1, 50)),
            },
        })],
        Links = [.. snapshot.Links.Select(l => l with { PricePerGigabyte = worlds.Whole(0, 1) * worlds.Real(0, 9) })],
        Jobs = [.. snapshot.Jobs.Select(j => j with
        {
            Demand = j.Demand with
            {
                Budget = j.Demand.Mode == JobMode.Batch || worlds.Whole(0, 1) == 0 ? null
                    : new JobBudget(worlds.Whole(0, 1) == 0 ? null : worlds.Real(0.1, 4), worlds.Real(0.5, 40)),
                Accuracy = worlds.Whole(0, 2) == 0 ? worlds.Real(0.5, 0.99) : null,
            },
            Tasks = [.. j.Tasks.Select(t => t with
            {
                Accelerators = worlds.Whole(0, 4) == 0 ? Gpus(1) : null,
                Accuracy = worlds.Whole(0, 1) == 0 ? worlds.Real(0.9, 1) : null,
                Variants = worlds.Whole(0, 2) > 0 ? null
                    : [Variant("half", worlds.Real(0.7, 0.9), 0.5), Variant("tiny", worlds.Real(0.5, 0.8), 0.1)],
            })],
        })],
    };

    private static SnapshotJob Graded(double? required, double? accuracy) => Job(
        "j", Stream(required) with { Accuracy = accuracy },
        [Task("t0", 1) with { Accuracy = 0.97, Variants = [Variant("half", 0.9, 0.5), Variant("tiny", 0.6, 0.1)] }]);

    private static SnapshotVariant Variant(string name, double accuracy, double part) =>
        new(name, accuracy, part, part, part, new Dictionary<string, Milliseconds>());

    private static SnapshotJob OnGpu(string id, int count = 1, int priority = 0) =>
        Job(id, Stream(priority: priority), [Task("t0", 1) with { Accelerators = Gpus(count) }]);

    private static Dictionary<string, int> Gpus(int count) => new() { ["gpu"] = count };

    private static SnapshotNode Gpu(SnapshotNode node, int count) =>
        node with { Capacity = node.Capacity with { Accelerators = Gpus(count) } };

    private static SnapshotNode Priced(SnapshotNode node, double price) =>
        node with { Capacity = node.Capacity with { PricePerHour = price } };
}
