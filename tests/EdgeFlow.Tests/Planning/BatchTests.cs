using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>The list scheduler, and batch beside stream.</summary>
public sealed class BatchTests
{
    private static readonly SnapshotNode[] s_nodes = [Node("a", 1), Node("b", 1)];

    private static readonly SnapshotLink[] s_links = [Link("a", "b", 10)];

    /// <summary>A diamond: 1 s, then 4 s beside 4 s, then 1 s; 10 Mbit take 1 s.</summary>
    private static SnapshotJob Diamond(double megabits) => Job(
        "j", Batch(), [Task("t0", 1), Task("t1", 4), Task("t2", 4), Task("t3", 1)],
        Flow("t0", "t1", megabits), Flow("t0", "t2", megabits), Flow("t1", "t3", megabits), Flow("t2", "t3", megabits));

    [Fact]
    public void Plan_CheapData_RunsBesideEachOther()
    {
        var plan = Sound.Plan(Snapshot(s_nodes, s_links, Diamond(1))).Jobs[0];
        Assert.NotEqual(plan.On("t1"), plan.On("t2"));
        // 1 + 0.2 + 4 + 1, the last beside the later: two flows share the link, each with half of it.
        Assert.Equal(6200, plan.Span.Value, 1);
        Assert.Equal(0, plan.Rate.Value);
    }

    [Fact]
    public void Plan_DearData_StaysTogether()
    {
        var plan = Sound.Plan(Snapshot(s_nodes, s_links, Diamond(100))).Jobs[0];
        Assert.Single(plan.Placements.Select(p => p.Node).Distinct());
        Assert.Equal(10_000, plan.Span.Value, 1);
        Assert.Empty(plan.Allocations);
    }

    [Fact]
    public void Plan_DoneTasks_StayWhereTheirOutputIs()
    {
        var job = Diamond(1) with { Done = new Dictionary<TaskId, NodeId> { [new("t0")] = new("b") } };
        var plan = Sound.Plan(Snapshot(s_nodes, s_links, job)).Jobs[0];
        Assert.Equal("b", plan.On("t0"));
        Assert.Equal(5200, plan.Span.Value, 1);
    }

    [Fact]
    public void Plan_OutputLostWithItsNode_RunsAgain()
    {
        var job = Diamond(1) with { Done = new Dictionary<TaskId, NodeId> { [new("t0")] = new("gone") } };
        var plan = Sound.Plan(Snapshot(s_nodes, s_links, job)).Jobs[0];
        Assert.Equal(6200, plan.Span.Value, 1);
    }

    [Fact]
    public void Plan_NodeLost_TasksOnOthersStay()
    {
        SnapshotNode[] nodes = [.. s_nodes, Node("c", 1)];
        SnapshotLink[] links = [.. s_links, Link("b", "c", 10), Link("a", "c", 10)];
        var snapshot = Snapshot(nodes, links, Diamond(1));
        var before = Sound.Plan(snapshot);
        var lost = before.Jobs[0].On("t2");
        var after = Sound.Plan(snapshot.Adopt(before).Without(lost)).Jobs[0];
        Assert.All(
            before.Jobs[0].Placements.Where(p => p.Node.Value != lost), p => Assert.Contains(p, after.Placements));
    }

    [Fact]
    public void Plan_BatchBesideStream_EachHasHalfOfWhatBothUse()
    {
        SnapshotNode[] one = [Node("a", 1)];
        var stream = Job("s", Stream(), [Task("t0", 1)]);
        var batch = Job("b", Batch(), [Task("t0", 1)]);
        var proposal = Sound.Plan(Snapshot(one, [], stream, batch));
        Assert.Equal(2000, proposal.Jobs[0].Span.Value, 1);
        Assert.Equal(0.5, proposal.Jobs[1].Rate.Value, 1e-6);
    }

    [Fact]
    public void Plan_MeasuredTime_CountsBeforeWork()
    {
        var task = Task("t0", 1) with { Measured = new Dictionary<string, Milliseconds> { ["any"] = new(250) } };
        Assert.Equal(250, Sound.Plan(Snapshot(s_nodes, s_links, Job("j", Batch(), [task]))).Jobs[0].Span.Value, 1e-6);
        Assert.Equal(4, Sound.Plan(Snapshot(s_nodes, s_links, Job("j", Stream(), [task]))).Jobs[0].Rate.Value, 1e-6);
    }

    [Fact]
    public void Plan_GapBeforeALateTask_IsUsed()
    {
        // t9 must wait for t0 over a slow way; the short t5 fits before it on the same node.
        SnapshotJob job = Job(
            "j", Batch(), [Task("t0", 1, pin: "a"), Task("t9", 5, pin: "b"), Task("t5", 1, pin: "b")],
                Flow("t0", "t9", 30));
        Assert.Equal(9000, Sound.Plan(Snapshot(s_nodes, s_links, job)).Jobs[0].Span.Value, 1);
    }
}
