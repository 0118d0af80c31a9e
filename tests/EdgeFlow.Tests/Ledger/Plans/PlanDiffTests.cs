using EdgeFlow.Domain.Plans;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Tests.Planning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Ledger.Plans;

public sealed class PlanDiffTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20261121, 17);

    [Fact]
    public void Of_JobThenNodeLost_ReadsAsStored()
    {
        var first = After(Snapshot(
            [Node("cam", 1), Node("edge", 10), Node("fog", 10)],
            [Link("cam", "edge", 10), Link("cam", "fog", 5), Link("edge", "fog", 20)],
            Job("watch", Stream(), [Task("see", 0.1, pin: "cam"), Task("find", 1, memory: 400_000)],
                Flow("see", "find", 0.5))));
        var second = After(first.Snapshot.Plus(Job("small", Stream(wished: 1), [Task("only", 0.1, memory: 1_000)])));
        var third = After(second.Snapshot.Without(second.Snapshot.Current[^1].On("find")));

        Golden.Snapshot.Match(Text(PlanDiff.Of(first, second, ["2: job small arrived"])), "arrival");
        Golden.Snapshot.Match(Text(PlanDiff.Of(second, third, ["3: node lost"])), "loss");
        Golden.Snapshot.Match(Text(PlanDiff.Of(third, third, [])), "nothing");
    }

    [Fact]
    public void Of_NodeLost_CountsForcedMovesAndTheirState()
    {
        var before = After(Snapshot(
            [Node("a", 10), Node("b", 10)], [Link("a", "b", 8)],
            Job("j", Stream(), [Task("t", 1, memory: 500_000)])));
        var lost = before.Snapshot.Current[0].On("t");

        var difference = PlanDiff.Of(before, After(before.Snapshot.Without(lost)), []);

        Assert.Equal((1, 1, 500_000L), (difference.Cost.Moved, difference.Cost.Forced, difference.Cost.StateBytes));
        Assert.True(difference.Jobs[0].Tasks[0].Forced);
        Assert.Null(difference.Cost.DowntimeMs);
    }

    [Fact]
    public void Of_TaskMovedByChoice_EstimatesTheTimeOverTheWidestPath()
    {
        var snapshot = Snapshot(
            [Node("a", 10), Node("b", 10), Node("c", 10)],
            [Link("a", "b", 1), Link("a", "c", 8), Link("c", "b", 4)],
            Job("j", Stream(), [Task("t", 1, memory: 500_000)]));
        var (on, to) = (Moment(snapshot, "a"), Moment(snapshot, "b"));

        var cost = PlanDiff.Of(on, to, []).Cost;

        Assert.Equal((1, 0), (cost.Moved, cost.Forced));
        Assert.Equal(1_000, cost.DowntimeMs!.Value, 6);
    }

    [Fact]
    public void Of_AnyTwoPlans_NamesEveryTaskThatMovedAndNothingForTheSame() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var worlds = new Worlds((ulong)seed);
            var before = After(worlds.Any(mostNodes: 8, mostJobs: 4));
            var after = After(before.Snapshot.Without(before.Snapshot.Nodes[0].Id.Value));

            var moved = PlanDiff.Of(before, after, []).Jobs.Where(job => job.Change == JobDifference.Changed)
                .SelectMany(job => job.Tasks, (job, task) => (job.Job, task.Task, task.NodeBefore, task.NodeAfter));
            var expected =
                from old in before.Snapshot.Current
                join now in after.Snapshot.Current on old.Job equals now.Job
                from place in old.Placements
                from next in now.Placements
                where place.Task == next.Task && place.Node != next.Node
                select (old.Job.Value, place.Task.Value, place.Node.Value, next.Node.Value);
            Assert.Equal(
                expected.Order(), moved.Where(m => m.NodeBefore != m.NodeAfter)
                    .Select(m => (m.Job, m.Task, m.NodeBefore!, m.NodeAfter!)).Order());
            Assert.Empty(PlanDiff.Of(before, before, []).Jobs);
        }).Check(s_config);

    private static string Text(PlanDifference difference) => string.Join('\n', difference.Words);

    private static PlanMoment After(NetworkSnapshot snapshot)
    {
        var proposal = Planner.Plan(snapshot, 1);
        return Moment(snapshot.Adopt(proposal), proposal.Report.Objective);
    }

    private static PlanMoment Moment(NetworkSnapshot snapshot, string node)
    {
        var plan = new JobPlan(
            snapshot.Jobs[0].Id, 1, [new Placement(snapshot.Jobs[0].Tasks[0].Id, new(node))], [], [], new(1), new(1));
        return Moment(snapshot with { Revision = 1, Current = [plan] }, 1);
    }

    private static PlanMoment Moment(NetworkSnapshot snapshot, double objective) => new(snapshot, new PlanAdopted(
        snapshot.Revision, snapshot.Revision - 1, "a test", [], [], [],
        new PlanDecision("tier0/1", 1, "", objective, null, 0, []), DateTimeOffset.UnixEpoch));
}
