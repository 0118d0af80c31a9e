using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Tests.Planning;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Scheduling;

/// <summary>Batch jobs on fewer nodes, where their own flows would slow each other.</summary>
public sealed class GatheringTests
{
    [Fact]
    public void Plan_ManyFlowsOverOneLink_GathersWhatAListSchedulerSpreads()
    {
        // Six layers of six tasks, each reads all of the layer before: alone a transfer takes a tenth of a task.
        var tasks = Enumerable.Range(0, 36).Select(t => Task($"t{t:00}", 1)).ToArray();
        var flows = Enumerable.Range(6, 30)
            .SelectMany(t => Enumerable.Range(0, 6).Select(k => Flow($"t{t / 6 * 6 - 6 + k:00}", $"t{t:00}", 1)))
            .ToArray();
        var snapshot = Snapshot(
            [Node("a", 1), Node("b", 1)], [Link("a", "b", 10)], Job("j", Batch(), tasks, flows)) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.Makespan },
        };
        var heft = Planner.Plan(snapshot, 1, new BatchPolicy(new Heft()));
        var zero = Sound.Plan(snapshot);
        Assert.True(heft.Jobs[0].Span.Value > 40_000, $"HEFT: {heft.Jobs[0].Span}");
        Assert.True(zero.Jobs[0].Span.Value <= 36_000.001, $"tier 0: {zero.Jobs[0].Span}");
    }

    [Fact]
    public void Of_TaskBoundToASlowNode_GathersAroundBothAndLeavesItThere()
    {
        // Two tasks, three nodes: the first is bound to node 2, node 0 is the fastest.
        double[] seconds = [double.PositiveInfinity, double.PositiveInfinity, 4, 1, 2, 4];
        var ways = new double[9];
        var problem = new ScheduleProblem(
            new ScheduleNetwork(new double[3], ways, ways), seconds, [new ScheduleEdge(0, 1, 1)]);
        var parts = Gathering.Of(problem).Select(p => p.Seconds[3..]).ToList();
        Assert.Contains(parts, p => double.IsFinite(p[0]) && double.IsInfinity(p[1]) && double.IsInfinity(p[2]));
        Assert.Contains(parts, p => double.IsInfinity(p[0]) && double.IsInfinity(p[1]) && double.IsFinite(p[2]));
        Assert.All(Gathering.Of(problem), p => Assert.Equal(4, p.Seconds[2]));
    }

    [Fact]
    public void Of_NoData_IsNothing()
    {
        var ways = new double[4];
        Assert.Empty(Gathering.Of(new ScheduleProblem(new ScheduleNetwork(new double[2], ways, ways), [1, 2], [])));
    }
}
