using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Plans broken by hand, each refused for its own reason.</summary>
public sealed class PlanVerifierTests
{
    private static readonly NetworkSnapshot s_snapshot = Snapshot(
        [Node("a", 10, 10), Node("b", 10, 10), Node("c", 10, 10)],
        [Link("a", "b", 10, 1), Link("b", "c", 10, 1)],
        Job(
            "j", Stream(required: 1, wished: 2, latencyMs: 5000),
            [
                Task("t0", 1, pin: "a", memory: 1),
                Task("t1", 1, memory: 2, constraints: PlacementConstraints.None with { Apart = [new TaskId("t0")] }),
            ],
            Flow("t0", "t1", 1)),
        Job("k", Batch(), [Task("t0", 1, pin: "c"), Task("t1", 1, pin: "b")], Flow("t0", "t1", 1)));

    private static readonly Proposal s_good = Sound.Plan(s_snapshot);

    private static JobPlan Stream1 => s_good.Jobs[0];

    private static JobPlan Batch1 => s_good.Jobs[1];

    [Fact]
    public void Check_WrongParent_IsRefused() => Refused("parent", s_good with { Parent = 3 });

    [Fact]
    public void Check_JobForgotten_IsRefused() =>
        Refused("jobs", s_good with { Jobs = [Stream1], Changed = [Stream1.Job] });

    [Fact]
    public void Check_JobTwice_IsRefused() => Refused("jobs", s_good with { Jobs = [Stream1, Stream1, Batch1] });

    [Fact]
    public void Check_UnknownJob_IsRefused() =>
        Refused("jobs", s_good with { Waiting = [new WaitingJob(new JobId("z"), "/spec", "why")] });

    [Fact]
    public void Check_UnsortedJobs_IsRefused() => Refused("jobs", s_good with { Jobs = [Batch1, Stream1] });

    [Fact]
    public void Check_WaitingWithoutAReason_IsRefused() => Refused("jobs", s_good with
    {
        Jobs = [Stream1], Changed = [Stream1.Job], Waiting = [new WaitingJob(Batch1.Job, "", "")],
    });

    [Fact]
    public void Check_OldEpoch_IsRefused() => Refused("epoch", With(Stream1 with { Epoch = 0 }));

    [Fact]
    public void Check_NewJobNotSaidToChange_IsRefused() => Refused("epoch", s_good with { Changed = [Batch1.Job] });

    [Fact]
    public void Check_ChangedJobWithoutPlan_IsRefused() =>
        Refused("epoch", s_good with { Changed = [.. s_good.Changed, new JobId("z")] });

    [Fact]
    public void Check_SecretChange_IsRefused()
    {
        var adopted = s_snapshot.Adopt(s_good);
        var again = Planner.Plan(adopted, 1);
        var secret = again with { Jobs = [Stream1 with { Rate = new FrameRate(1) }, Batch1] };
        Assert.Contains(PlanVerifier.Check(adopted, secret), v => v.Rule == "epoch");
    }

    [Fact]
    public void Check_TaskNotPlaced_IsRefused() =>
        Refused("placement", With(Stream1 with { Placements = [Stream1.Placements[0]] }));

    [Fact]
    public void Check_TaskPlacedTwice_IsRefused() =>
        Refused("placement", With(Stream1 with { Placements = [.. Stream1.Placements, Stream1.Placements[1]] }));

    [Fact]
    public void Check_UnknownTask_IsRefused() => Refused("placement", With(Stream1 with
    {
        Placements = [.. Stream1.Placements, new Placement(new TaskId("t9"), new NodeId("a"))],
    }));

    [Fact]
    public void Check_NodeThatIsNotThere_IsRefused() => Refused("placement", With(Moved("t1", "z")));

    [Fact]
    public void Check_PinnedTaskElsewhere_IsRefused() => Refused("constraint", With(Moved("t0", "c")));

    [Fact]
    public void Check_ApartTasksTogether_IsRefused() => Refused("constraint", With(Moved("t1", "a")));

    [Fact]
    public void Check_RouteToTheWrongNode_IsRefused() => Refused("route", With(Moved("t1", "c")));

    [Fact]
    public void Check_FlowWithoutRoute_IsRefused() => Refused("route", With(Stream1 with { Routes = [] }));

    [Fact]
    public void Check_FlowRoutedTwice_IsRefused() =>
        Refused("route", With(Stream1 with { Routes = [.. Stream1.Routes, Stream1.Routes[0]] }));

    [Fact]
    public void Check_LinkThatDoesNotJoin_IsRefused() => Refused("route", With(Stream1 with
    {
        Routes = [Stream1.Routes[0] with { Links = [new LinkId("b-c")] }],
    }));

    [Fact]
    public void Check_RouteWithALoop_IsRefused() => Refused("route", With(Stream1 with
    {
        Routes =
        [
            Stream1.Routes[0] with
            {
                Nodes = [new("a"), new("b"), new("a"), new("b")],
                Links = [new("a-b"), new("a-b"), new("a-b")],
            },
        ],
    }));

    [Fact]
    public void Check_UnknownFlow_IsRefused() => Refused("route", With(Stream1 with
    {
        Routes = [.. Stream1.Routes, new Route(Flow("t1", "t0"), [new("a")], [])],
    }));

    [Fact]
    public void Check_CrossingWithoutAllocation_IsRefused() =>
        Refused("allocation", With(Stream1 with { Allocations = [] }));

    [Fact]
    public void Check_AllocationBelowTheRate_IsRefused() => Refused("allocation", With(Granted(Stream1, 1_999_999)));

    [Fact]
    public void Check_AllocationsAboveTheLink_IsRefused() => Refused("link", With(Granted(Stream1, 10 * Mega + 1)));

    [Fact]
    public void Check_RateAboveTheWish_IsRefused() => Refused("rate", With(Stream1 with { Rate = new FrameRate(2.5) }));

    [Fact]
    public void Check_RateBelowTheRequired_IsRefused() =>
        Refused("rate", With(Stream1 with { Rate = new FrameRate(0.5) }));

    [Fact]
    public void Check_RateThatIsNoNumber_IsRefused() =>
        Refused("rate", With(Stream1 with { Rate = new FrameRate(double.NaN) }));

    [Fact]
    public void Check_BatchWithARate_IsRefused() =>
        Refused("rate", s_good with { Jobs = [Stream1, Batch1 with { Rate = new FrameRate(1) }] });

    [Fact]
    public void Check_MakespanBelowTheLongestWay_IsRefused() =>
        Refused("order", s_good with { Jobs = [Stream1, Batch1 with { Span = new Milliseconds(150) }] });

    [Fact]
    public void Check_LatencyAboveTheBound_IsRefused() => RefusedIn(
        "latency", Demanding(d => d with { LatencyBound = new Milliseconds(300) }), s_good);

    [Fact]
    public void Check_NodeAskedForMoreThanItHas_IsRefused() => RefusedIn(
        "node", s_snapshot with { Nodes = [.. s_snapshot.Nodes.Select(n => Node(n.Id.Value, 1, 10))] }, s_good);

    [Fact]
    public void Check_MemoryExceeded_IsRefused() => RefusedIn(
        "memory", s_snapshot with { Nodes = [.. s_snapshot.Nodes.Select(n => Node(n.Id.Value, 10, 1))] }, s_good);

    [Fact]
    public void Check_Cycle_IsRefused()
    {
        var job = s_snapshot.Jobs[0] with { Flows = [.. s_snapshot.Jobs[0].Flows, Flow("t1", "t0", 1)] };
        var back = new Route(Flow("t1", "t0"), [.. Stream1.Routes[0].Nodes.Reverse()], Stream1.Routes[0].Links);
        RefusedIn("order", s_snapshot with { Jobs = [job, s_snapshot.Jobs[1]] }, With(Stream1 with
        {
            Routes = [.. Stream1.Routes, back],
            Allocations = [.. Stream1.Allocations, new Allocation(back.Flow, new BitsPerSecond(2 * Mega))],
        }));
    }

    private static NetworkSnapshot Demanding(Func<JobDemand, JobDemand> change) => s_snapshot with
    {
        Jobs = [s_snapshot.Jobs[0] with { Demand = change(s_snapshot.Jobs[0].Demand) }, s_snapshot.Jobs[1]],
    };

    private static Proposal With(JobPlan plan) => s_good with { Jobs = [plan, Batch1] };

    private static JobPlan Moved(string task, string node) => Stream1 with
    {
        Placements = [.. Stream1.Placements.Select(p => p.Task.Value == task ? p with { Node = new NodeId(node) } : p)],
    };

    private static JobPlan Granted(JobPlan plan, long bandwidth) => plan with
    {
        Allocations = [.. plan.Allocations.Select(a => a with { Bandwidth = new BitsPerSecond(bandwidth) })],
    };

    private static void Refused(string rule, Proposal proposal) => RefusedIn(rule, s_snapshot, proposal);

    private static void RefusedIn(string rule, NetworkSnapshot snapshot, Proposal proposal) =>
        Assert.Contains(PlanVerifier.Check(snapshot, proposal), v => v.Rule == rule);
}
