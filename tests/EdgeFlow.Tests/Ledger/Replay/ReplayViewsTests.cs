using EdgeFlow.Ledger.Replay;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Replays;
using EdgeFlow.Tests.Ledger.World;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Replay;

public sealed class ReplayViewsTests
{
    private static readonly string[] Ends = ["completed", "failed", "cancelled", "refused"];

    /// <summary>Who puts each change in its place has, after every event, what there is.</summary>
    [Fact]
    public void Change_FoldedOverAnyHistory_IsWhatThereIsAtEachPlace() => Prop
        .ForAll<int>(FoldsToWhatThereIs).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void FoldsToWhatThereIs(int seed)
    {
        var (world, told) = (WorldState.Empty, ReplayViews.All(WorldState.Empty));
        foreach (var entry in InventedHistory.Of(seed, 60).Events)
        {
            var next = world.Apply(entry);
            told = Put(told, ReplayViews.Change(world, next, entry));
            world = next;
            Assert.Equivalent(ReplayViews.All(world), told, strict: true);
        }
    }

    private static ReplayState Put(ReplayState state, ReplayState change) => new(
        change.Revision,
        Put(state.Jobs, change.Jobs, job => job.Job, job => Ends.Contains(job.Status)),
        Put(state.Nodes, change.Nodes, node => node.Node, node => node.Status == "left"),
        Put(state.Links, change.Links, link => link.Link, link => link.Status == "removed"));

    private static List<T> Put<T>(
        IReadOnlyList<T> things, IReadOnlyList<T> changed, Func<T, string> name, Func<T, bool> isGone)
    {
        var names = changed.Select(name).ToHashSet();
        return [.. things.Where(thing => !names.Contains(name(thing))).Concat(changed.Where(thing => !isGone(thing)))
            .OrderBy(name, StringComparer.Ordinal)];
    }
}
