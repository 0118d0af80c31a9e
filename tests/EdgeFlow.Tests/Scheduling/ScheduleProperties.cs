using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Verification;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Scheduling;

/// <summary>What holds for every schedule problem.</summary>
public sealed class ScheduleProperties
{
    private const long Work = 30_000;

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20261121, 9);

    [Fact]
    public void Build_AnyProblem_IsSound() => ForAll(maker =>
    {
        var problem = maker.Any();
        var bound = Bound(problem);
        Assert.All(ScheduleSearch.Starts, l => IsSound(problem, l.Build(problem)!, bound));
    });

    [Fact]
    public void Advance_AnyProblem_IsSoundAndNeverAboveHeft() => ForAll(maker =>
    {
        var problem = maker.Any();
        var best = Search(problem, Work).Best()!;
        IsSound(problem, best, Bound(problem));
        Assert.True(best.Makespan <= new Heft().Build(problem)!.Makespan);
    });

    [Fact]
    public void Advance_SideConstraints_AreKept() => ForAll(maker =>
    {
        var problem = maker.Any(side: true);
        var bound = Bound(problem);
        foreach (var list in ScheduleSearch.Starts)
        {
            if (list.Build(problem) is { } schedule)
            {
                IsSound(problem, schedule, bound);
            }
        }

        if (Search(problem, Work).Best() is { } best)
        {
            IsSound(problem, best, bound);
        }
    });

    [Fact]
    public void Advance_CutIntoSlices_GivesTheSameSchedule() => ForAll(maker =>
    {
        var problem = maker.Any();
        var (whole, sliced) = (Search(problem, Work), new ScheduleSearch(problem, 1));
        for (var until = 0L; until < whole.Work; until += 997)
        {
            sliced.Advance(until);
        }

        sliced.Advance(Work);
        Assert.Equal(whole.Work, sliced.Work);
        Assert.Equal(whole.Best()!.Start, sliced.Best()!.Start);
        Assert.Equal(whole.Best()!.Node, sliced.Best()!.Node);
    });

    private static MakespanBound Bound(ScheduleProblem problem)
    {
        var bound = MakespanBounds.Of(problem);
        Assert.Empty(ScheduleCheck.Check(problem, bound));
        return bound;
    }

    private static ScheduleSearch Search(ScheduleProblem problem, long work)
    {
        var search = new ScheduleSearch(problem, 1);
        search.Advance(work);
        return search;
    }

    private static void IsSound(ScheduleProblem problem, Schedule schedule, MakespanBound bound)
    {
        Assert.Empty(ScheduleCheck.Check(problem, schedule));
        Assert.True(bound.Value <= schedule.Makespan * (1 + 1e-9), $"{bound.Value} > {schedule.Makespan}");
    }

    private static void ForAll(Action<ProblemMaker> holds) => Check.One(
        s_config, Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new ProblemMaker(seed)))));
}
