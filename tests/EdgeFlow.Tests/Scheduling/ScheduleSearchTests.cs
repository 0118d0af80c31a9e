using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Verification;
using Xunit;

namespace EdgeFlow.Tests.Scheduling;

/// <summary>Schedulers, search and bounds where the answer is known.</summary>
public sealed class ScheduleSearchTests
{
    /// <summary>The DAG of ten tasks on three processors of Topcuoglu et al. (2002), Fig. 2 and Table 2.</summary>
    private static ScheduleProblem Topcuoglu()
    {
        double[] seconds =
        [
            14, 16, 9, 13, 19, 18, 11, 13, 19, 13, 8, 17, 12, 13, 10, 13, 16, 9, 7, 15, 11, 5, 11, 14, 18, 12, 20, 21,
            7, 16,
        ];
        (int, int, double)[] edges =
        [
            (1, 2, 18), (1, 3, 12), (1, 4, 9), (1, 5, 11), (1, 6, 14), (2, 8, 19), (2, 9, 16), (3, 7, 23), (4, 8, 27),
            (4, 9, 23), (5, 9, 13), (6, 8, 15), (7, 10, 17), (8, 10, 11), (9, 10, 13),
        ];
        return new ScheduleProblem(
            ProblemMaker.Network(3), seconds,
            [.. edges.Select(e => new ScheduleEdge(e.Item1 - 1, e.Item2 - 1, e.Item3))]);
    }

    [Fact]
    public void Build_ExampleOfThePaper_GivesItsMakespans()
    {
        Assert.Equal(80, new Heft().Build(Topcuoglu())!.Makespan, 1e-9);
        Assert.Equal(86, new Cpop().Build(Topcuoglu())!.Makespan, 1e-9);
    }

    /// <summary>73 is the optimum: branch and bound over all semi-active schedules finds nothing below.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Advance_ExampleOfThePaper_FindsTheOptimum(ulong seed)
    {
        var search = new ScheduleSearch(Topcuoglu(), seed);
        search.Advance(2_000_000);
        Assert.Equal(73, search.Best()!.Makespan, 1e-9);
    }

    [Fact]
    public void Advance_ChainOfAThousand_IsProvenOnOneNode()
    {
        var problem = ProblemMaker.Chain(1000, 4);
        var search = new ScheduleSearch(problem, 1, MakespanBounds.Of(problem).Value);
        search.Advance(1_000_000);
        Assert.True(search.IsExhausted);
        Assert.Equal(1000, search.Best()!.Makespan, 1e-6);
    }

    [Fact]
    public void Advance_FanOutOfAThousand_FillsAllNodes()
    {
        var problem = ProblemMaker.FanOut(1000, 10);
        var search = new ScheduleSearch(problem, 1);
        search.Advance(3_000_000);
        Assert.Empty(ScheduleCheck.Check(problem, search.Best()!));
        Assert.InRange(search.Best()!.Makespan, MakespanBounds.Of(problem).Value, 102);
    }

    [Fact]
    public void Advance_NothingToDo_IsExhausted()
    {
        var none = new ScheduleSearch(new ScheduleProblem(ProblemMaker.Network(2), [], []), 1);
        none.Advance(1000);
        Assert.True(none.IsExhausted);
        Assert.Equal(0, none.Best()!.Makespan);
    }

    [Fact]
    public void Advance_TaskThatMayRunNowhere_HasNoSchedule()
    {
        var problem = new ScheduleProblem(ProblemMaker.Network(1), [double.PositiveInfinity], []);
        var search = new ScheduleSearch(problem, 1, MakespanBounds.Of(problem).Value);
        search.Advance(1000);
        Assert.Null(search.Best());
        Assert.True(search.IsExhausted);
    }

    [Fact]
    public void Constructor_Cycle_IsRefused() => Assert.Throws<ArgumentException>(() => new ScheduleProblem(
        ProblemMaker.Network(1), [1, 1], [new ScheduleEdge(0, 1, 1), new ScheduleEdge(1, 0, 1)]));

    [Theory]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0.0, 0.5, 2 }, "overlap")]
    [InlineData(new[] { 0, 1, 0 }, new[] { 0.0, 1.5, 3 }, "before it has the data")]
    [InlineData(new[] { 0, 2, 0 }, new[] { 0.0, 1, 2 }, "does not exist")]
    public void Check_BadSchedule_IsRefused(int[] node, double[] start, string words)
    {
        var problem = ProblemMaker.Chain(3, 2);
        var found = ScheduleCheck.Check(problem, new Schedule(node, start, [.. start.Select(s => s + 1)]));
        Assert.Contains(found, f => f.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_BoundTooHigh_IsRefused()
    {
        var problem = Topcuoglu();
        var bound = MakespanBounds.Of(problem);
        Assert.NotEmpty(ScheduleCheck.Check(problem, bound with { Path = bound.Path * 1.01 }));
        Assert.NotEmpty(ScheduleCheck.Check(problem, bound with { Area = bound.Area * 1.5 }));
        Assert.NotEmpty(ScheduleCheck.Check(problem, bound with { Value = bound.Value * 1.01 }));
        Assert.NotEmpty(ScheduleCheck.Check(problem, bound with { Prices = [1, 1, 1] }));
    }
}
