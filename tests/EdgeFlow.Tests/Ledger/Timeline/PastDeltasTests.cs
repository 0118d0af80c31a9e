using System.Text.Json;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.State;
using EdgeFlow.Tests.Ledger.World;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Timeline;

public class PastDeltasTests
{
    private static readonly Config Histories = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20261121, 7);

    [Fact]
    public void Of_AnyHistoryFromAnywhere_LeadsFromStateToState() => Check.One(
        Histories, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), (Action<int>)(seed =>
        {
            var events = InventedHistory.Of(seed, 60).Events;
            var world = WorldState.Empty.Apply(events.Take(seed % (events.Count + 1)));
            var moved = new MovedState(PastViews.State(world, null));
            foreach (var entry in events.Where(entry => entry.Sequence > world.Sequence))
            {
                var after = world.Apply(entry);
                moved.Apply(PastDeltas.Of(world, entry, after, null));
                world = after;
            }

            moved.AssertIs(PastViews.State(world, null));
        })));

    [Fact]
    public void Of_OtherTenant_SeesNothingOfTheJobs()
    {
        var events = InventedHistory.Of(5, 200).Events;
        var world = WorldState.Empty;
        foreach (var entry in events)
        {
            var after = world.Apply(entry);
            var delta = PastDeltas.Of(world, entry, after, "other");
            Assert.Null(delta.Jobs);
            Assert.Empty(delta.Plan?.Jobs.Keys ?? []);
            Assert.Null(delta.Counts.Ended);
            Assert.Null(delta.Options);
            world = after;
        }

        var state = PastViews.State(world, "other");
        Assert.Null(state.Options);
        Assert.Empty(state.Jobs);
        Assert.Empty(state.Plan!.Jobs);
        Assert.Equal(0, state.Counts.Applications);
    }

    // What a reader of deltas holds.
    private sealed class MovedState(StateView start)
    {
        private readonly Dictionary<string, object> jobs = Held(start.Jobs, job => job.Job);
        private readonly Dictionary<string, object> nodes = Held(start.Nodes, node => node.Node);
        private readonly Dictionary<string, object> links = Held(start.Links, link => link.Link);
        private readonly Dictionary<string, object> planned = Held(start.Plan?.Jobs ?? [], job => job.Job);
        private readonly Dictionary<string, object> waiting = Held(start.Plan?.Waiting ?? [], job => job.Job);
        private int revision = start.Plan?.Revision ?? 0;
        private StateCounts counts = start.Counts;
        private OptionsInForce options = start.Options!;

        public void Apply(StateDelta delta)
        {
            Merge(jobs, delta.Jobs);
            Merge(nodes, delta.Nodes);
            Merge(links, delta.Links);
            Merge(planned, delta.Plan?.Jobs);
            Merge(waiting, delta.Plan?.Waiting);
            revision = delta.Plan?.Revision ?? revision;
            counts = delta.Counts;
            options = delta.Options ?? options;
        }

        public void AssertIs(StateView state)
        {
            Same(Held(state.Jobs, job => job.Job), jobs);
            Same(Held(state.Nodes, node => node.Node), nodes);
            Same(Held(state.Links, link => link.Link), links);
            Same(Held(state.Plan?.Jobs ?? [], job => job.Job), planned);
            Same(Held(state.Plan?.Waiting ?? [], job => job.Job), waiting);
            Assert.Equal(state.Plan?.Revision ?? 0, revision);
            Assert.Equal(state.Counts, counts);
            Assert.Equal(
                JsonSerializer.Serialize(state.Options, ProtocolJson.Options),
                JsonSerializer.Serialize(options, ProtocolJson.Options));
        }

        private static Dictionary<string, object> Held<T>(IEnumerable<T> items, Func<T, string> id) =>
            items.ToDictionary(id, item => (object)item!);

        private static void Merge<T>(Dictionary<string, object> held, IReadOnlyDictionary<string, T?>? changes)
            where T : class
        {
            foreach (var (id, now) in changes ?? new Dictionary<string, T?>())
            {
                if (now is null)
                {
                    held.Remove(id);
                }
                else
                {
                    held[id] = now;
                }
            }
        }

        private static void Same(Dictionary<string, object> expected, Dictionary<string, object> actual) =>
            Assert.Equal(Text(expected), Text(actual));

        private static string Text(Dictionary<string, object> held) => JsonSerializer.Serialize(
            new SortedDictionary<string, object>(held, StringComparer.Ordinal), ProtocolJson.Options);
    }
}
