using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>A job that cannot be placed waits, and says which of its demands nobody meets.</summary>
public sealed class WaitingTests
{
    private static readonly SnapshotNode[] s_nodes = [Node("a", 10, 100), Node("b", 10, 100), Node("c", 10, 100)];

    private static readonly SnapshotLink[] s_links = [Link("a", "b", 10, delayMs: 5)];

    [Fact]
    public void Plan_NodeThatIsNotThere_PointsToNodes() =>
        Assert.Equal("/spec/tasks/1/constraints/nodes",
            Waits(PlacementConstraints.None with { Nodes = [new NodeId("z")] }).Pointer);

    [Fact]
    public void Plan_LabelThatNobodyCarries_PointsToLabels() =>
        Assert.Equal("/spec/tasks/1/constraints/labels", Waits(PlacementConstraints.None with
        {
            Labels = new Dictionary<string, string> { ["gpu"] = "yes" },
        }).Pointer);

    [Fact]
    public void Plan_UnknownZone_PointsToZones() =>
        Assert.Equal("/spec/tasks/1/constraints/zones",
            Waits(PlacementConstraints.None with { Zones = ["mars"] }).Pointer);

    [Fact]
    public void Plan_TaintsNotTolerated_PointsToTolerations()
    {
        var tainted = s_nodes.Select(n => n with
        {
            Capacity = n.Capacity with { Taints = new Dictionary<string, string> { ["only"] = "batch" } },
        });
        var waiting = Waits(Snapshot([.. tainted], s_links, Pair(Task("t1", 1))));
        Assert.Equal("/spec/tasks/0/constraints/tolerations", waiting.Pointer);
    }

    [Fact]
    public void Plan_TolerationGiven_IsPlaced()
    {
        var tainted = s_nodes.Select(n => n with
        {
            Capacity = n.Capacity with { Taints = new Dictionary<string, string> { ["only"] = "batch" } },
        });
        var bears = PlacementConstraints.None with { Tolerations = [new Toleration("only", "batch")] };
        var job =
            Job("j", Stream(), [Task("t0", 1, constraints: bears), Task("t1", 1, constraints: bears)],
                Flow("t0", "t1", 1));
        Assert.Single(Sound.Plan(Snapshot([.. tainted], s_links, job)).Jobs);
    }

    [Fact]
    public void Plan_TooMuchMemory_PointsToMemory() =>
        Assert.Equal("/spec/tasks/1/memory",
            Waits(Snapshot(s_nodes, s_links, Pair(Task("t1", 1, memory: 101)))).Pointer);

    [Fact]
    public void Plan_TogetherAndApart_PointsToApart() =>
        Assert.Equal("/spec/tasks/1/constraints/apart", Waits(PlacementConstraints.None with
        {
            With = [new TaskId("t0")],
            Apart = [new TaskId("t0")],
        }).Pointer);

    [Fact]
    public void Plan_TogetherOnDifferentPins_PointsToWith() =>
        Assert.Equal("/spec/tasks/1/constraints/with", Waits(PlacementConstraints.None with
        {
            With = [new TaskId("t0")],
            Nodes = [new NodeId("b")],
        }, firstPin: "a").Pointer);

    [Fact]
    public void Plan_NoPath_PointsToNeeds() =>
        Assert.Equal("/spec/tasks/1/needs",
            Waits(PlacementConstraints.None with { Nodes = [new NodeId("c")] }, "a").Pointer);

    [Fact]
    public void Plan_RequiredRateTooHigh_PointsToRate() =>
        Assert.Equal("/spec/rate/required",
            Waits(Snapshot(s_nodes, s_links, Pair(Task("t1", 1), Stream(required: 50)))).Pointer);

    [Fact]
    public void Plan_LatencyBoundTooLow_PointsToLatency() =>
        Assert.Equal("/spec/latency",
            Waits(Snapshot(s_nodes, s_links, Pair(Task("t1", 1), Stream(latencyMs: 150)))).Pointer);

    [Fact]
    public void Plan_Cycle_PointsToTasks()
    {
        var job = Job("j", Stream(), [Task("t0", 1), Task("t1", 1)], Flow("t0", "t1", 1), Flow("t1", "t0", 1));
        Assert.Equal("/spec/tasks", Waits(Snapshot(s_nodes, s_links, job)).Pointer);
    }

    [Fact]
    public void Plan_NoNodesAtAll_Waits() => Waits(Snapshot([], [], Pair(Task("t1", 1))));

    [Fact]
    public void Plan_NoJobs_IsEmpty() => Assert.Empty(Sound.Plan(Snapshot(s_nodes, s_links)).Jobs);

    [Fact]
    public void Plan_RequirementsOfOthers_AreNotBroken()
    {
        // Both require 6 of a node's 10; only one fits on each of two nodes, the third job waits.
        var jobs = Enumerable.Range(0, 4).Select(k => Job($"j{k}", Stream(required: 6), [Task("t0", 1)])).ToArray();
        var proposal = Sound.Plan(Snapshot(s_nodes, s_links, jobs));
        Assert.Equal(["j3"], proposal.Waiting.Select(w => w.Job.Value));
        Assert.All(proposal.Jobs, p => Assert.True(p.Rate.Value >= 6));
    }

    private static SnapshotJob Pair(SnapshotTask second, JobDemand? demand = null, string? firstPin = null) =>
        Job("j", demand ?? Stream(), [Task("t0", 1, pin: firstPin), second], Flow("t0", "t1", 1));

    private static WaitingJob Waits(PlacementConstraints constraints, string? firstPin = null) =>
        Waits(Snapshot(s_nodes, s_links, Pair(Task("t1", 1, constraints: constraints), firstPin: firstPin)));

    private static WaitingJob Waits(NetworkSnapshot snapshot)
    {
        var proposal = Sound.Plan(snapshot);
        Assert.Empty(proposal.Jobs);
        var waiting = Assert.Single(proposal.Waiting);
        Assert.NotEmpty(waiting.Reason);
        return waiting;
    }
}
