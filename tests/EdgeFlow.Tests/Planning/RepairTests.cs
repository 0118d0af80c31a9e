using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning;

/// <summary>What a lost node or link may move.</summary>
public sealed class RepairTests
{
    [Fact]
    public void Plan_NodeLost_MovesByChoiceNoMoreThanAllowed() => ForAll(worlds =>
    {
        var (plan, broken) = Break(worlds);
        var limit = worlds.Whole(0, 4) / 10.0;
        var proposal = Planner.Plan(broken with { Options = broken.Options with { MostMoved = limit } }, 1);
        var moves = proposal.Report.Moves!;
        var most = Math.Max(8, (int)Math.Ceiling(limit * plan.Jobs.Sum(p => p.Placements.Count)));
        Assert.InRange(moves.Chosen, 0, limit > 0 ? most : 0);
        Assert.Equal(Moved(plan, proposal), moves.Forced + moves.Chosen);
    });

    [Fact]
    public void Plan_NothingMayMoveByChoice_MovesOnlyTasksOfJobsThatLostSomething() => ForAll(worlds =>
    {
        var (plan, broken) = Break(worlds);
        var proposal = Planner.Plan(broken with { Options = broken.Options with { MostMoved = 0 } }, 1);
        Assert.Equal(0, proposal.Report.Moves!.Chosen);
        var here = broken.Nodes.Select(n => n.Id).ToHashSet();
        foreach (var job in proposal.Jobs)
        {
            var old = plan.Jobs.FirstOrDefault(p => p.Job == job.Job);
            var lostSomething = old is null || old.Routes.Any(r => r.Nodes.Any(n => !here.Contains(n)))
                || old.Placements.Any(p => !here.Contains(p.Node));
            Assert.True(lostSomething || old!.Placements.SequenceEqual(job.Placements), $"{job.Job} moved");
            Assert.All(job.Placements, p => Assert.Contains(p.Node, here));
        }
    });

    [Fact]
    public void Plan_LinkLost_KeepsPlacementsOfJobsThatDidNotUseIt() => ForAll(worlds =>
    {
        var before = worlds.Any();
        var plan = Planner.Plan(before, 1);
        var lost = before.Links[worlds.Whole(0, before.Links.Count - 1)].Id;
        var adopted = before.Adopt(plan);
        var proposal = Sound.Plan(adopted with { Links = [.. adopted.Links.Where(l => l.Id != lost)] });
        foreach (var job in proposal.Jobs)
        {
            var old = plan.Jobs.FirstOrDefault(p => p.Job == job.Job);
            Assert.DoesNotContain(job.Routes, r => r.Links.Contains(lost));
            if (old is not null && old.Routes.All(r => !r.Links.Contains(lost)))
            {
                Assert.Equal(old.Placements, job.Placements);
            }
        }
    });

    private static (Proposal Plan, NetworkSnapshot Broken) Break(Worlds worlds)
    {
        var before = worlds.Any();
        var plan = Planner.Plan(before, 1);
        var lost = before.Nodes[worlds.Whole(0, before.Nodes.Count - 1)].Id.Value;
        return (plan, before.Adopt(plan).Without(lost));
    }

    private static int Moved(Proposal before, Proposal after) => after.Jobs.Sum(job =>
        before.Jobs.FirstOrDefault(p => p.Job == job.Job) is not { } old ? 0
            : job.Placements.Zip(old.Placements).Count(p => p.First.Node != p.Second.Node));

    private static void ForAll(Action<Worlds> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20261121, 13),
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new Worlds(seed)))));
}
