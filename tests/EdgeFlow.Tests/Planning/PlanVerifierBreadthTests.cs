using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Plans that break zones, taints, accelerators, budgets, variants and accuracies, each refused for its own
/// reason and in its own words.</summary>
public sealed class PlanVerifierBreadthTests
{
    private static readonly NetworkSnapshot s_snapshot = Snapshot(
        [Rich(Node("a", 10, 10)), Rich(Node("b", 10, 10))],
        [Link("a", "b", 10) with { PricePerGigabyte = 2 }],
        Job(
            "j", Stream(required: 1, wished: 2),
            [
                Task("t0", 1, pin: "a", memory: 2) with
                {
                    Accelerators = new Dictionary<string, int> { ["gpu"] = 1 },
                    Accuracy = 0.9,
                    Variants = [new("half", 0.8, 0.5, 0.5, 1, new Dictionary<string, Milliseconds>()), Large],
                },
                Task("t1", 1, pin: "b", memory: 2) with { Accuracy = 0.9 },
            ],
            Flow("t0", "t1", 1)));

    private static readonly Proposal s_good = Sound.Plan(s_snapshot);

    private static SnapshotVariant Large => new("large", 0.95, 1, 6, 20, new Dictionary<string, Milliseconds>());

    [Fact]
    public void Check_GoodPlans_Pass()
    {
        Assert.Empty(PlanVerifier.Check(s_snapshot, s_good));
        Assert.Empty(PlanVerifier.Check(s_snapshot, As("half")));
        Assert.Empty(PlanVerifier.Check(Demanding(d => d with { Accuracy = 0.81 }), s_good));
    }

    [Fact]
    public void Check_VariantThatDoesNotExist_IsRefused() => Refused("variant", "no variant 'tiny'", As("tiny"));

    [Fact]
    public void Check_AccuracyBelowTheFloor_IsRefused() => RefusedIn(
        Demanding(d => d with { Accuracy = 0.82 }), "accuracy", "is 0.81", s_good);

    [Fact]
    public void Check_VariantBelowTheFloor_IsRefused() => RefusedIn(
        Demanding(d => d with { Accuracy = 0.81 }), "accuracy", "is 0.72", As("half"));

    [Fact]
    public void Check_VariantThatHoldsMoreMemory_IsRefused() => Refused("memory", "hosts 12 bytes", As("large"));

    [Fact]
    public void Check_VariantThatSendsMoreThanIsGranted_IsRefused() => Refused("allocation", "are needed", As("large"));

    [Fact]
    public void Check_MoreAcceleratorsThanTheNodeHas_IsRefused() => RefusedIn(
        s_snapshot with { Jobs = [Holding(2)] }, "accelerator", "hold 2 of gpu, it has 1", s_good);

    [Fact]
    public void Check_AcceleratorThatTheNodeDoesNotHave_IsRefused() => RefusedIn(
        s_snapshot with { Nodes = [Node("a", 10, 10), s_snapshot.Nodes[1]] },
        "accelerator", "hold 1 of gpu, it has 0", s_good);

    [Fact]
    public void Check_PriceOfComputationAboveTheBudget_IsRefused() => RefusedIn(
        Demanding(d => d with { Budget = new JobBudget(0.39, null) }) with
        {
            Links = [Link("a", "b", 10)],
        },
        "budget", "costs 0.4", s_good);

    [Fact]
    public void Check_PriceOfTrafficAboveTheBudget_IsRefused() => RefusedIn(
        Demanding(d => d with { Budget = new JobBudget(2.19, null) }), "budget", "an hour, allowed are 2.19", s_good);

    [Fact]
    public void Check_PowerAboveTheBudget_IsRefused() => RefusedIn(
        Demanding(d => d with { Budget = new JobBudget(null, 3.9) }), "budget", "costs 4 watts", s_good);

    [Fact]
    public void Check_TaskOutsideItsZones_IsRefused() => RefusedIn(
        Constrained(c => c with { Zones = ["east"] }), "constraint", "breaks its zones", s_good);

    [Fact]
    public void Check_TaskWithoutItsLabels_IsRefused() => RefusedIn(
        Constrained(c => c with { Labels = new Dictionary<string, string> { ["camera"] = "yes" } }),
        "constraint", "breaks its labels", s_good);

    [Fact]
    public void Check_TaintThatIsNotTolerated_IsRefused() => RefusedIn(
        s_snapshot with
        {
            Nodes =
            [
                s_snapshot.Nodes[0],
                s_snapshot.Nodes[1] with
                {
                    Capacity = s_snapshot.Nodes[1].Capacity with
                    {
                        Taints = new Dictionary<string, string> { ["only"] = "batch" },
                    },
                },
            ],
        },
        "constraint", "breaks its tolerations", s_good);

    [Fact]
    public void Check_TasksThatMustBeTogether_AreRefusedApart() => RefusedIn(
        Constrained(c => c with { With = [new TaskId("t0")] }), "constraint", "breaks its with", s_good);

    [Fact]
    public void Check_RouteOverANodeThatIsGone_IsRefused()
    {
        var plan = s_good.Jobs[0];
        Refused("route", "passes a node that is not there", s_good with
        {
            Jobs =
            [
                plan with
                {
                    Routes =
                    [
                        plan.Routes[0] with
                        {
                            Nodes = [new("a"), new("z"), new("b")], Links = [new("a-b"), new("a-b")],
                        },
                    ],
                },
            ],
        });
    }

    private static SnapshotNode Rich(SnapshotNode node) => node with
    {
        Capacity = node.Capacity with
        {
            Accelerators = new Dictionary<string, int> { ["gpu"] = 1 },
            PricePerHour = 1,
            Energy = new EnergyModel(5, 10),
        },
    };

    private static SnapshotJob Holding(int gpus) => s_snapshot.Jobs[0] with
    {
        Tasks =
        [
            s_snapshot.Jobs[0].Tasks[0] with { Accelerators = new Dictionary<string, int> { ["gpu"] = gpus } },
            s_snapshot.Jobs[0].Tasks[1],
        ],
    };

    private static NetworkSnapshot Demanding(Func<JobDemand, JobDemand> change) => s_snapshot with
    {
        Jobs = [s_snapshot.Jobs[0] with { Demand = change(s_snapshot.Jobs[0].Demand) }],
    };

    private static NetworkSnapshot Constrained(Func<PlacementConstraints, PlacementConstraints> change)
    {
        var job = s_snapshot.Jobs[0];
        var task = job.Tasks[1];
        return s_snapshot with
        {
            Jobs = [job with { Tasks = [job.Tasks[0], task with { Constraints = change(task.Constraints) }] }],
        };
    }

    private static Proposal As(string variant)
    {
        var plan = s_good.Jobs[0];
        return s_good with
        {
            Jobs = [plan with { Placements = [plan.Placements[0] with { Variant = variant }, plan.Placements[1]] }],
        };
    }

    private static void Refused(string rule, string words, Proposal proposal) =>
        RefusedIn(s_snapshot, rule, words, proposal);

    private static void RefusedIn(NetworkSnapshot snapshot, string rule, string words, Proposal proposal) =>
        Assert.Contains(PlanVerifier.Check(snapshot, proposal),
            v => v.Rule == rule && v.Words.Contains(words, StringComparison.Ordinal));
}
