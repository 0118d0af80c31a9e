using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.GroupCommit;
using EdgeFlow.Tests.Integration.Postgres;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

/// <summary>Random appends, thrown at the store at once so that they form groups, end as a simple model says.</summary>
public sealed class AppendProperties : IAsyncLifetime
{
    private const int Streams = 3;
    private const int Commands = 4;
    private const int Runs = 60;

    private PostgresEventStore store = null!;
    private int runs;

    private enum Expect
    {
        Any,
        None,
        Low,
    }

    public async Task InitializeAsync() => store = await Open(
        await PostgresFixture.FreshDatabase(),
        options => options with { Group = new CommitGroupOptions { Writers = 1, MaxGroupSize = 5 } });

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public void Append_RandomSequences_EndAsTheModelSays()
    {
        var step =
            from first in Gen.Choose(0, Streams - 1)
            from second in Gen.Choose(0, Streams * 2)
            from expect in Gen.Elements(Expect.Any, Expect.Any, Expect.None, Expect.Low)
            from version in Gen.Choose(0, 6)
            from events in Gen.Choose(1, 3)
            from command in Gen.Choose(0, Commands * 3)
            select new Step(first, second, expect, version, events, command);
        var steps = Gen.Choose(1, 25).SelectMany(count => step.ArrayOf(count)).ToArbitrary();
        Prop.ForAll(steps, history => Holds(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private async Task<bool> Holds(Step[] history)
    {
        var run = ++runs;
        var model = new Dictionary<string, List<string>>();
        var commands = new HashSet<string>();
        var requests = history.Select((step, i) => step.Request(run, i)).ToList();
        var results = await Task.WhenAll(requests.Select(request => store.Append(request))).WaitAsync(Limit);
        for (var i = 0; i < requests.Count; i++)
        {
            Assert.Equal(Foresee(requests[i], model, commands), Describe(results[i]));
        }

        foreach (var (stream, entries) in model)
        {
            Assert.Equal(entries, await Entries(store, stream));
        }

        return true;
    }

    private static string Foresee(
        AppendRequest request, Dictionary<string, List<string>> model, HashSet<string> commands)
    {
        if (request.CommandId is { } known && commands.Contains(known))
        {
            return "done";
        }

        foreach (var stream in request.Streams)
        {
            var actual = model.TryGetValue(stream.StreamId, out var entries) ? entries.Count : 0;
            if (!stream.Expected.Allows(actual))
            {
                return $"conflict {stream.StreamId} {actual}";
            }
        }

        foreach (var stream in request.Streams)
        {
            model.TryAdd(stream.StreamId, []);
            model[stream.StreamId].AddRange(stream.Events.Select(e => ((AmountBooked)e).Entry));
        }

        if (request.CommandId is { } command)
        {
            commands.Add(command);
        }

        return "appended " + string.Join(' ', request.Streams.Select(s => model[s.StreamId].Count));
    }

    private static string Describe(AppendResult result) => result switch
    {
        AppendResult.Appended appended => "appended " + string.Join(' ', appended.Streams.Select(s => s.LastVersion)),
        AppendResult.Conflict conflict => $"conflict {conflict.StreamId} {conflict.ActualVersion}",
        _ => "done",
    };

    private sealed record Step(int First, int Second, Expect Expect, int Version, int Events, int Command)
    {
        public AppendRequest Request(int run, int index)
        {
            // Higher numbers than there are streams or commands mean: no second stream, no command id.
            int[] streams = Second < Streams && Second != First ? [First, Second] : [First];
            return new AppendRequest
            {
                CommandId = Command < Commands ? $"{run}-{Command}" : null,
                Streams = [.. streams.SelectMany(s => Book(
                    $"run{run}-{s}",
                    Expect switch
                    {
                        Expect.Any => ExpectedVersion.Any,
                        Expect.None => ExpectedVersion.None,
                        _ => ExpectedVersion.Exactly(Version),
                    },
                    [.. Enumerable.Range(0, Events).Select(e => $"{index}.{e}")]).Streams)],
            };
        }
    }
}
