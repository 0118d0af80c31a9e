using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning;

/// <summary>A memory makes planning cheaper, never different.</summary>
public sealed class PlanMemoryTests
{
    private const int Steps = 6;

    [Fact]
    public void Plan_AnyEventsOnASmallNetwork_GivesTheBytesOfAPlanWithoutMemory() =>
        ForAll(60, worlds => Compare(worlds, worlds.Any(mostNodes: 12, mostJobs: 6)));

    [Fact]
    public void Plan_AnyEventsOnALargeNetwork_GivesTheBytesOfAPlanWithoutMemory() => ForAll(3, worlds =>
    {
        var nodes = worlds.Nodes(RegionGrowth.WholeUpTo + 40);
        var jobs = Enumerable.Range(0, 12).Select(k => worlds.AnyJob($"job-{k:00}", nodes)).ToArray();
        Compare(worlds, Scene.Snapshot(nodes, worlds.Links(nodes), jobs));
    });

    [Fact]
    public void Plan_ArrivalInALargeNetwork_IsSound()
    {
        var worlds = new Worlds(5);
        var nodes = worlds.Nodes(RegionGrowth.WholeUpTo + 40);
        var jobs = Enumerable.Range(0, 40).Select(k => worlds.AnyJob($"job-{k:00}", nodes)).ToArray();
        Sound.Plan(Scene.Snapshot(nodes, worlds.Links(nodes), jobs));
    }

    private static void Compare(Worlds worlds, NetworkSnapshot snapshot)
    {
        var memory = new PlanMemory();
        for (var step = 0; step < Steps; step++)
        {
            var proposal = Planner.Plan(snapshot, 3, memory);
            Assert.Equal(Sound.Text(Planner.Plan(snapshot, 3)), Sound.Text(proposal));
            Assert.Empty(PlanVerifier.Check(snapshot, proposal));
            Assert.Equal(Sound.Text(proposal), Sound.Text(Planner.Plan(snapshot, 3, memory)));
            snapshot = Next(worlds, worlds.Whole(0, 4) == 0 ? snapshot : snapshot.Adopt(proposal), step);
        }
    }

    private static NetworkSnapshot Next(Worlds worlds, NetworkSnapshot snapshot, int step) => worlds.Whole(0, 4) switch
    {
        0 when snapshot.Nodes.Count > 2 =>
            snapshot.Without(snapshot.Nodes[worlds.Whole(0, snapshot.Nodes.Count - 1)].Id.Value),
        1 when snapshot.Jobs.Count > 1 => Without(snapshot, worlds.Whole(0, snapshot.Jobs.Count - 1)),
        2 => snapshot with
        {
            Links = [.. snapshot.Links.Select(l => worlds.Whole(0, 5) > 0 ? l
                : l with { Capacity = new BitsPerSecond(l.Capacity.Value * worlds.Whole(0, 4) / 2) })],
        },
        3 => snapshot with
        {
            Nodes = [.. snapshot.Nodes.Select(n => worlds.Whole(0, 5) > 0 ? n : n with
            {
                Capacity = n.Capacity with { Speed = new WorkRate(n.Capacity.Speed.Value * worlds.Whole(1, 4) / 2) },
            })],
        },
        _ => snapshot.Plus(worlds.AnyJob($"new-{step}", [.. snapshot.Nodes])),
    };

    private static NetworkSnapshot Without(NetworkSnapshot snapshot, int job)
    {
        var id = snapshot.Jobs[job].Id;
        return snapshot with
        {
            Jobs = [.. snapshot.Jobs.Where(j => j.Id != id)],
            Current = [.. snapshot.Current.Where(p => p.Job != id)],
        };
    }

    private static void ForAll(int times, Action<Worlds> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(20261121, 11),
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new Worlds(seed)))));
}
