using EdgeFlow.Control.Database;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Tests.Integration.Postgres;
using EdgeFlow.Tests.Ledger.World;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Timeline;

/// <summary>The world at any place of a history in PostgreSQL is the fold of the events before it.</summary>
public sealed class WorldsTests : IAsyncLifetime
{
    private ControlDatabase database = null!;
    private List<RecordedEvent> events = null!;

    public async Task InitializeAsync()
    {
        database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), ""), TimeProvider.System,
            NullLogger.Instance, default);
        await LedgerSchema.Apply(database.Source, default);
        events = InventedHistory.Of(7, 4_000).Events;
        await StoredHistory.Write(database.Source, events);
        await database.Rebuild(default);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task At_AnyPlaceInAnyOrder_IsTheFoldOfWhatWasBefore()
    {
        var random = new Random(11);
        var last = events[^1].Sequence;
        long[] places = [0, 1, last - 1, last, .. Enumerable.Range(0, 12).Select(_ => random.NextInt64(last + 1))];
        var worlds = new Worlds(database.Store, TimeProvider.System);

        foreach (var place in places)
        {
            var expected = WorldState.Empty.Apply(events.TakeWhile(entry => entry.Sequence <= place));
            Assert.Equal(WorldText.Of(expected), WorldText.Of(await worlds.At(place, default)));
        }
    }

    [Fact]
    public async Task At_WorldsStoredBehindTheEnd_BeginsAtThem()
    {
        var followed = await new Worlds(database.Store, TimeProvider.System).CatchUp(null, default);
        Assert.Equal(WorldText.Of(WorldState.Empty.Apply(events)), WorldText.Of(followed.World));
        var stored = await Places();
        Assert.InRange(stored.Count, 1, (int)(events[^1].Sequence / SnapshotShelf.Spacing));

        // What is before a stored world is not read again: were it, the damaged event would be noticed.
        await Execute($"update mt_events set data = '[]' where seq_id < {stored[1]}");
        var place = stored[1] + 40;
        var world = await new Worlds(database.Store, TimeProvider.System).At(place, default);

        var expected = WorldState.Empty.Apply(events.TakeWhile(entry => entry.Sequence <= place));
        Assert.Equal(WorldText.Of(expected), WorldText.Of(world));
    }

    [Fact]
    public async Task At_FarFromEveryStoredWorld_StoresWhatItPasses()
    {
        var asked = new Worlds(database.Store, TimeProvider.System);
        await asked.At(events[^1].Sequence, default);
        var lazily = await Places();

        await Execute("delete from ledger_snapshots");
        await new Worlds(database.Store, TimeProvider.System).CatchUp(null, default);

        Assert.NotEmpty(lazily);
        Assert.Equal(await Places(), lazily);
    }

    [Fact]
    public async Task At_StoredWorldsOfAnotherFormat_PassesThemOver()
    {
        await new Worlds(database.Store, TimeProvider.System).CatchUp(null, default);
        await Execute("update ledger_snapshots set format = 'older', state = 'nonsense'");

        var world = await new Worlds(database.Store, TimeProvider.System).At(events[^1].Sequence, default);

        Assert.Equal(WorldText.Of(WorldState.Empty.Apply(events)), WorldText.Of(world));
        Assert.NotEmpty(await Places());
    }

    [Fact]
    public async Task SequenceAt_AnyTime_IsTheLastEventBeforeIt()
    {
        var worlds = new Worlds(database.Store, TimeProvider.System);
        var random = new Random(3);

        Assert.Equal(0, await worlds.SequenceAt(events[0].Timestamp.AddTicks(-10), default));
        Assert.Equal(events[^1].Sequence, await worlds.SequenceAt(DateTimeOffset.MaxValue.AddYears(-1), default));
        for (var k = 0; k < 50; k++)
        {
            var at = events[random.Next(events.Count)].Timestamp.AddTicks(10 * random.Next(3));
            var expected = events.Last(entry => entry.Timestamp <= at).Sequence;
            Assert.Equal(expected, await worlds.SequenceAt(at, default));
        }
    }

    [Fact]
    public async Task Trim_MoreThanKept_ThinsTheOlderHalfAndDropsOtherFormats()
    {
        var shelf = new SnapshotShelf(database.Source);
        await new Worlds(database.Store, TimeProvider.System).CatchUp(null, default);
        var stored = await Places();
        await Execute($"update ledger_snapshots set format = 'older' where sequence = {stored[^1]}");

        await shelf.Trim(2, default);

        var kept = stored.SkipLast(1).ToList();
        var half = kept.Count / 2;
        Assert.Equal([.. kept.Take(half).Where((_, k) => k % 2 == 0), .. kept.Skip(half)], await Places());
    }

    private async Task<List<long>> Places()
    {
        var places = new List<long>();
        await using var select = database.Source.CreateCommand("select sequence from ledger_snapshots order by 1");
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            places.Add(reader.GetInt64(0));
        }

        return places;
    }

    private async Task Execute(string text)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }
}
