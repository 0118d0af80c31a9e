using System.Text.Json;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Ledger.World;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.World;

/// <summary>The world is what the streams say, at every place of every history.</summary>
public class WorldStateTests
{
    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261121, 7);

    // The same histories each time; EDGEFLOW_HISTORIES asks for so many others.
    private static readonly Config Thousands =
        int.TryParse(Environment.GetEnvironmentVariable("EDGEFLOW_HISTORIES"), out var others)
            ? Config.QuickThrowOnFailure.WithMaxTest(others) : Some.WithMaxTest(2_000);

    [Fact]
    public void Apply_AnyHistory_IsAtEachPrefixWhatItsStreamsFoldTo() => Check(Thousands, history =>
    {
        var (world, streams) = (WorldState.Empty, new Streams());
        foreach (var entry in history.Events)
        {
            world = world.Apply(entry);
            streams.Apply(entry);
            streams.AssertIs(world);
        }
    });

    [Fact]
    public void Apply_AnyHistory_LeavesAtEachPrefixWhatAFullReplayGives() => Check(Thousands, history =>
    {
        var worlds = new List<WorldState> { WorldState.Empty };
        foreach (var entry in history.Events)
        {
            worlds.Add(worlds[^1].Apply(entry));
        }

        for (var prefix = 0; prefix < worlds.Count; prefix++)
        {
            var replayed = WorldState.Empty.Apply(history.Events.Take(prefix));
            Assert.Equal(WorldText.Of(replayed), WorldText.Of(worlds[prefix]));
        }
    });

    [Fact]
    public void Apply_EventsAgain_ChangesNothing() => Check(Some, history =>
    {
        var world = WorldState.Empty.Apply(history.Events);

        Assert.Same(world, world.Apply(history.Events));
    });

    [Fact]
    public void Apply_OtherEvents_OnlyMovesOn()
    {
        var first = InventedHistory.Of(1, 50).Events[0];
        var entry = first with { StreamId = "else-1", Data = new UnknownEvent("x", "{}") };

        var world = WorldState.Empty.Apply(entry);

        Assert.Equal(entry.Sequence, world.Sequence);
        Assert.Equal(WorldState.Empty with { Sequence = world.Sequence, At = world.At }, world);
    }

    [Fact]
    public void Apply_UnknownEventOfAJob_IsRefusedByName()
    {
        var first = InventedHistory.Of(1, 50).Events[0];
        var entry = first with { StreamId = "job-1", Data = new UnknownEvent("x", "{}") };

        var failure = Assert.Throws<InvalidDataException>(() => WorldState.Empty.Apply(entry));

        Assert.Contains("job-1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnyWorld_HasWhatAPlanDependsOn() => Check(Some, history =>
    {
        var world = WorldState.Empty.Apply(history.Events);

        var network = WorldNetwork.Of(world);

        Assert.Equal(world.Jobs.Count, network.Jobs.Count);
        Assert.All(network.Jobs, job => Assert.Equal(2, job.Application.Tasks.Count));
        Assert.DoesNotContain(network.Nodes, node => node.Status == NodeStatus.Left);
        SnapshotBuilder.Build(network, new PlanningOptions());
    });

    private static void Check(Config config, Action<InventedHistory> holds) => FsCheck.Check.One(
        config, Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), (Action<int>)(seed => holds(InventedHistory.Of(seed, 45)))));

    // The same, stream by stream, as a command handler folds them.
    private sealed class Streams
    {
        private readonly SortedDictionary<string, object> states = new(StringComparer.Ordinal);
        private readonly Dictionary<object, object> equal = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);

        public void Apply(RecordedEvent entry)
        {
            var state = states.GetValueOrDefault(entry.StreamId);
            states[entry.StreamId] = entry.StreamId.Split('-')[0] switch
            {
                "application" => ApplicationDecider.Evolve((ApplicationState?)state, entry.Data),
                "job" => JobDecider.Evolve((JobState?)state, entry.Data),
                "node" => NodeDecider.Evolve((NodeState?)state, entry.Data),
                "link" => LinkDecider.Evolve((LinkState?)state, entry.Data),
                "settings" => SettingsDecider.Evolve((PlannerSettings?)state, entry.Data),
                "control" => StartDecider.Evolve((StartOptions?)state, entry.Data),
                _ => PlanDecider.Evolve((PlanState?)state, entry.Data),
            };
            versions[entry.StreamId] = entry.Version;
        }

        public void AssertIs(WorldState world)
        {
            var jobs = states.Values.OfType<JobState>().ToList();
            Same(jobs.Where(job => !job.IsEnded), world.Jobs.Values.Select(job => job.State));
            Same(states.Values.OfType<NodeState>(), world.Nodes.Values.Select(node => node.State));
            Same(states.Values.OfType<LinkState>(), world.Links.Values.Select(link => link.State));
            Same(states.Values.OfType<ApplicationState>(), world.Applications.Values.Select(known => known.State));
            Same(states.Values.OfType<PlanState>().Select(Waited), world.Plan is { } plan ? [plan] : []);
            Assert.Equal(states.Values.OfType<StartOptions>().SingleOrDefault(), world.Started);
            Assert.Equal(states.Values.OfType<PlannerSettings>().SingleOrDefault(PlannerSettings.None), world.Settings);
            Assert.All(world.Jobs, job => Assert.Equal(versions[$"job-{job.Key}"], job.Value.Version));
            Assert.All(world.Nodes, node => Assert.Equal(versions[$"node-{node.Key}"], node.Value.Version));
            Assert.Equal(jobs.Count(job => job.Status == JobStatus.Completed), world.Ended.Completed);
            Assert.Equal(jobs.Count(job => job.Status == JobStatus.Failed), world.Ended.Failed);
            Assert.Equal(jobs.Count(job => job.Status == JobStatus.Refused), world.Ended.Refused);
            Assert.Equal(jobs.Count(job => job.Status == JobStatus.Cancelled), world.Ended.Cancelled);
        }

        // A world forgets the jobs that ended while they waited.
        private PlanState Waited(PlanState plan)
        {
            var ended = plan.Waiting.Keys.Where(job => ((JobState)states[$"job-{job}"]).IsEnded).ToList();
            return ended.Count == 0 ? plan : plan with { Waiting = plan.Waiting.RemoveRange(ended) };
        }

        private void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual)
            where T : class
        {
            var (one, other) = (expected.ToList(), actual.ToList());
            Assert.Equal(one.Count, other.Count);
            for (var k = 0; k < one.Count; k++)
            {
                // What no event changed since it was last found equal need not be looked at again.
                Assert.True(
                    ReferenceEquals(equal.GetValueOrDefault(one[k]), other[k]) || Json(one[k]) == Json(other[k]),
                    $"{one[k]} is not {other[k]}");
                equal[one[k]] = other[k];
            }
        }

        private static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);
    }
}
