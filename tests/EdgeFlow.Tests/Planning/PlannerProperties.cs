using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning;

/// <summary>What holds for every network and every set of jobs.</summary>
public sealed class PlannerProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20261121, 7);

    [Fact]
    public void Plan_AnyWorld_IsSound() => ForAll(worlds => Sound.Plan(worlds.Any()));

    [Fact]
    public void Plan_ListsPermuted_GivesTheSameBytes() => ForAll(worlds =>
    {
        var snapshot = worlds.Any();
        var shuffled = Shuffled(worlds, snapshot);
        var proposal = Planner.Plan(snapshot, 3);
        Assert.Equal(Sound.Text(proposal), Sound.Text(Planner.Plan(shuffled, 3)));
        Assert.Equal(SnapshotCanonical.Hash(snapshot), SnapshotCanonical.Hash(shuffled));

        var (next, nextShuffled) = (snapshot.Adopt(proposal), shuffled.Adopt(proposal));
        nextShuffled = Shuffled(worlds, nextShuffled) with { Current = worlds.Shuffle(nextShuffled.Current) };
        Assert.Equal(Sound.Text(Planner.Plan(next, 3)), Sound.Text(Planner.Plan(nextShuffled, 3)));
    });

    [Fact]
    public void Plan_TasksPermuted_PlacesTheSame() => ForAll(worlds =>
    {
        var snapshot = worlds.Any();
        var shuffled =
            snapshot with { Jobs = [.. snapshot.Jobs.Select(j => j with { Tasks = worlds.Shuffle(j.Tasks) })] };
        var (a, b) = (Planner.Plan(snapshot, 3), Planner.Plan(shuffled, 3));
        Assert.Equal(
            Sound.Text(a with { Report = Empty(a), Waiting = [] }),
                Sound.Text(b with { Report = Empty(b), Waiting = [] }));
    });

    [Fact]
    public void Plan_NodeLost_MovesOnlyJobsThatUsedIt() => ForAll(worlds =>
    {
        var before = worlds.Any();
        var plan = Planner.Plan(before, 1);
        var lost = before.Nodes[worlds.Whole(0, before.Nodes.Count - 1)].Id;
        var proposal = Sound.Plan(before.Adopt(plan).Without(lost.Value));
        foreach (var job in proposal.Jobs)
        {
            Assert.DoesNotContain(job.Placements, p => p.Node == lost);
            var old = plan.Jobs.FirstOrDefault(p => p.Job == job.Job);
            if (old is not null && old.Routes.All(r => !r.Nodes.Contains(lost))
                && old.Placements.All(p => p.Node != lost))
            {
                Assert.Equal(old.Placements, job.Placements);
                Assert.Equal(old.Routes.SelectMany(r => r.Links), job.Routes.SelectMany(r => r.Links));
            }
        }
    });

    [Fact]
    public void Plan_CapacitiesDrop_StaysSound() => ForAll(worlds =>
    {
        var before = worlds.Any();
        var adopted = before.Adopt(Planner.Plan(before, 1));
        Sound.Plan(adopted with
        {
            Links = [.. adopted.Links.Select(l => worlds.Whole(0, 3) > 0 ? l
                : l with { Capacity = new BitsPerSecond(l.Capacity.Value / worlds.Whole(1, 5)) })],
            Nodes = [.. adopted.Nodes.Select(n => worlds.Whole(0, 3) > 0 ? n : n with
            {
                Capacity = n.Capacity with
                {
                    Speed = new WorkRate(n.Capacity.Speed.Value / worlds.Whole(1, 5)),
                    Memory = new Bytes(n.Capacity.Memory.Value / worlds.Whole(1, 3)),
                },
            })],
        });
    });

    [Fact]
    public void Plan_ArrivalsAndDepartures_StaySound() => ForAll(worlds =>
    {
        var snapshot = worlds.Any(mostNodes: 15);
        for (var step = 0; step < 4; step++)
        {
            snapshot = snapshot.Adopt(Sound.Plan(snapshot));
            var jobs = worlds.Shuffle(snapshot.Jobs).Skip(worlds.Whole(0, 1))
                .Append(worlds.AnyJob($"new-{step}", [.. snapshot.Nodes]));
            snapshot = snapshot with { Jobs = [.. jobs] };
            snapshot =
                snapshot with { Current = [.. snapshot.Current.Where(p => snapshot.Jobs.Any(j => j.Id == p.Job))] };
        }
    });

    [Fact]
    public void Plan_BatchTasksComplete_StaysSound() => ForAll(worlds =>
    {
        var before = worlds.Any();
        var plan = Planner.Plan(before, 1);
        var jobs = before.Jobs.Select(job =>
        {
            var current = plan.Jobs.FirstOrDefault(p => p.Job == job.Id);
            var done = current?.Placements.Where(p => int.Parse(p.Task.Value[1..]) < worlds.Whole(0, 3))
                .ToDictionary(p => p.Task, p => p.Node);
            return done is null ? job : job with { Done = done };
        });
        var running = before.Adopt(plan) with { Jobs = [.. jobs] };
        Sound.Plan(running);
        Sound.Plan(running.Without(before.Nodes[worlds.Whole(0, before.Nodes.Count - 1)].Id.Value));
    });

    private static NetworkSnapshot Shuffled(Worlds worlds, NetworkSnapshot snapshot) => snapshot with
    {
        Nodes = worlds.Shuffle(snapshot.Nodes),
        Links = worlds.Shuffle(snapshot.Links),
        Jobs = worlds.Shuffle(snapshot.Jobs.Select(j => j with { Flows = worlds.Shuffle(j.Flows) })),
    };

    private static PlanReport Empty(Proposal proposal) => proposal.Report with { Jobs = [], Work = 0 };

    private static void ForAll(Action<Worlds> holds) => Check.One(
        s_config, Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new Worlds(seed)))));
}
