using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.GroupCommit;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

public sealed class AppendTests : IAsyncLifetime
{
    private string address = null!;
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        address = await PostgresFixture.FreshDatabase();
        store = await Open(address);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task Append_NewStream_StartsAtVersionOneInMartensLayout()
    {
        var request = Book("a", ExpectedVersion.None, "x", "y") with
        {
            Metadata = new EventMetadata("story", "cause", "ann"),
        };
        Assert.Equal(new AppendedStream("a", 1, 2, 1, 2), Stored(await store.Append(request)));
        await using var command = store.DataSource.CreateCommand("""
            select concat_ws('|', e.seq_id, e.stream_id, e.version, e.type, e.data, e.tenant_id, e.correlation_id,
                             e.causation_id, e.headers, e.is_archived, s.type, s.version, e.mt_dotnet_type)
            from mt_events e join mt_streams s on s.id = e.stream_id where e.version = 2
            """);
        Assert.Equal(
            """2|a|2|amount_booked|{"Entry": "y", "Amount": 1}|*DEFAULT*|story|cause|{"actor": "ann"}|f|account|2|"""
            + "EdgeFlow.Tests.Integration.EventStore.AmountBooked, EdgeFlow.Tests.Integration",
            await command.ExecuteScalarAsync());
        var events = await All(store, "a");
        Assert.Equal([new AmountBooked("x", 1), new AmountBooked("y", 1)], events.Select(e => e.Data));
        Assert.All(events, e => Assert.Equal(new EventMetadata("story", "cause", "ann"), e.Metadata));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public async Task Append_VersionNotAsExpected_IsAConflictThatNamesTheActual(long expected, long actual)
    {
        await store.Append(Book("a", ExpectedVersion.None, "x"));
        var result = await store.Append(Book("a", ExpectedVersion.Exactly(expected), "y"));
        Assert.Equal(new AppendResult.Conflict("a", ExpectedVersion.Exactly(expected), actual), result);
        Assert.Equal(["x"], await Entries(store, "a"));
    }

    [Fact]
    public async Task Append_ConflictOnAnAbsentStream_LeavesNoStreamBehind()
    {
        Assert.IsType<AppendResult.Conflict>(await store.Append(Book("ghost", ExpectedVersion.Exactly(3), "x")));
        await using var command = store.DataSource.CreateCommand("select count(*) from mt_streams");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Append_OneOfAGroupConflicts_OnlyItsOwnerFails()
    {
        await using var lone = await OneWriter();
        await lone.Append(Book("taken", ExpectedVersion.None, "first"));
        await using var hold = await Hold("taken");
        var first = lone.Append(Book("taken", ExpectedVersion.Any, "held"));
        var others = Enumerable.Range(0, 50)
            .Select(i => lone.Append(Book($"s{i}", ExpectedVersion.None, "e"))).ToList();
        var loser = lone.Append(Book("taken", ExpectedVersion.None, "never"));
        var ghost = lone.Append(Book("ghost", ExpectedVersion.Exactly(9), "never"));
        await hold.DisposeAsync();
        Assert.Equal(2, Stored(await first).LastVersion);
        Assert.All(await Task.WhenAll(others), result => Assert.Equal(1, Stored(result).LastVersion));
        Assert.Equal(new AppendResult.Conflict("taken", ExpectedVersion.None, 2), await loser);
        Assert.Equal(new AppendResult.Conflict("ghost", ExpectedVersion.Exactly(9), 0), await ghost);
        await using var command = lone.DataSource.CreateCommand(
            "select count(distinct xmin::text) from mt_events where stream_id like 's%'");
        Assert.InRange((long)(await command.ExecuteScalarAsync())!, 1, 2);
    }

    [Fact]
    public async Task Append_OneOfAGroupCannotBeStored_OnlyItsOwnerFails()
    {
        await using var lone = await OneWriter();
        await lone.Append(Book("taken", ExpectedVersion.None, "first"));
        await using var hold = await Hold("taken");
        var first = lone.Append(Book("taken", ExpectedVersion.Any, "held"));
        var before = Enumerable.Range(0, 9).Select(i => lone.Append(Book($"b{i}", ExpectedVersion.None, "e"))).ToList();
        var poison = lone.Append(Book("poison", ExpectedVersion.None, "a\0b"));
        var after = Enumerable.Range(0, 9).Select(i => lone.Append(Book($"a{i}", ExpectedVersion.None, "e"))).ToList();
        await hold.DisposeAsync();
        await first;
        Assert.All(await Task.WhenAll([.. before, .. after]), result => Stored(result));
        await Assert.ThrowsAsync<PostgresException>(() => poison);
    }

    [Fact]
    public async Task Append_CommandRepeated_GivesTheFirstAnswerAndStoresNothing()
    {
        var first = Stored(await store.Append(Book("a", ExpectedVersion.Any, "x") with { CommandId = "c" }));
        await store.Append(Book("a", ExpectedVersion.Any, "y"));
        var repeat = await store.Append(Book("a", ExpectedVersion.Any, "x") with { CommandId = "c" });
        Assert.Equal([first], Assert.IsType<AppendResult.AlreadyDone>(repeat).Streams);
        Assert.Equal(["x", "y"], await Entries(store, "a"));
    }

    [Fact]
    public async Task Append_CommandRepeatedAtOnceByTwoProcesses_IsStoredOnce()
    {
        await using var other = await Open(address);
        for (var round = 0; round < 20; round++)
        {
            var request = Book($"a{round}", ExpectedVersion.Any, "x") with { CommandId = $"c{round}" };
            var results = await Task.WhenAll(
                store.Append(request), other.Append(request), store.Append(request), other.Append(request));
            Assert.Single(results, result => result is AppendResult.Appended);
            Assert.Equal(3, results.Count(result => result is AppendResult.AlreadyDone));
            Assert.Equal(["x"], await Entries(store, $"a{round}"));
        }
    }

    [Fact]
    public async Task Append_SeveralStreamsOneConflicts_StoresNone()
    {
        await store.Append(Book("b", ExpectedVersion.None, "x"));
        var both = new AppendRequest
        {
            Streams =
            [
                .. Book("a", ExpectedVersion.None, "1").Streams,
                .. Book("b", ExpectedVersion.None, "2").Streams,
            ],
            CommandId = "both",
        };
        Assert.Equal(new AppendResult.Conflict("b", ExpectedVersion.None, 1), await store.Append(both));
        Assert.Empty(await All(store, "a"));
        var again = both with
        {
            Streams = [both.Streams[0], both.Streams[1] with { Expected = ExpectedVersion.Exactly(1) }],
        };
        var stored = Assert.IsType<AppendResult.Appended>(await store.Append(again)).Streams;
        Assert.Equal([("a", 1L), ("b", 2L)], stored.Select(s => (s.StreamId, s.LastVersion)));
        Assert.Equal(stored, Assert.IsType<AppendResult.AlreadyDone>(await store.Append(again)).Streams);
    }

    [Fact]
    public async Task Append_TwoProcessesOnTheSameStreams_NeitherDeadlocksNorLosesAnEvent()
    {
        await using var other = await Open(address);
        var appends = Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? store : other).Append(new AppendRequest
        {
            Streams =
            [
                .. Book($"s{i % 7}", ExpectedVersion.Any, $"{i}").Streams,
                .. Book($"t{i % 5}", ExpectedVersion.Any, $"{i}").Streams,
            ],
        }));
        Assert.All(await Task.WhenAll(appends), result => Stored(result));
        var entries = new List<string>();
        for (var s = 0; s < 7; s++)
        {
            var events = await All(store, $"s{s}");
            Assert.Equal(Enumerable.Range(1, events.Count).Select(v => (long)v), events.Select(e => e.Version));
            entries.AddRange(events.Select(e => ((AmountBooked)e.Data).Entry));
        }

        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"{i}").Order(), entries.Order());
    }

    [Fact]
    public async Task Append_OtherProcessWasFaster_LooksAgainAndAnswersAsItIs()
    {
        await using var other = await Open(address);
        await store.Append(Book("a", ExpectedVersion.None, "x"));
        await store.Append(Book("b", ExpectedVersion.None, "x"));
        await other.Append(Book("a", ExpectedVersion.Exactly(1), "y"));

        var results = await Task.WhenAll(
            store.Append(Book("a", ExpectedVersion.Exactly(1), "z")),
            store.Append(Book("b", ExpectedVersion.Exactly(1), "z")));
        var any = await store.Append(Book("a", ExpectedVersion.Any, "any"));

        Assert.Equal(new AppendResult.Conflict("a", ExpectedVersion.Exactly(1), 2), results[0]);
        Assert.Equal(2, Stored(results[1]).LastVersion);
        Assert.Equal(3, Stored(any).LastVersion);
        Assert.Equal(["x", "y", "any"], await Entries(store, "a"));
        Assert.Equal(["x", "z"], await Entries(store, "b"));
    }

    [Fact]
    public async Task Append_StreamDeletedFromOutside_StartsItAnew()
    {
        await store.Append(Book("a", ExpectedVersion.None, "x"));
        await using (var command = store.DataSource.CreateCommand("delete from mt_streams"))
        {
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(1, Stored(await store.Append(Book("a", ExpectedVersion.None, "y"))).LastVersion);
        Assert.Equal(["y"], await Entries(store, "a"));
    }

    [Fact]
    public async Task Aggregate_ManyPages_FoldsAllInOrder()
    {
        await store.Append(Book("a", ExpectedVersion.None, [.. Enumerable.Range(0, 2500).Select(i => $"{i}")]));
        var folded = await store.Aggregate(
            "a", -1, (last, e) => ((AmountBooked)e).Entry == $"{last + 1}" ? last + 1 : -9);
        Assert.Equal((2499, 2500L), (folded.State, folded.Version));
        Assert.Equal((-1, 0L), await Absent());

        async Task<(int, long)> Absent()
        {
            var none = await store.Aggregate("absent", -1, (last, _) => last);
            return (none.State, none.Version);
        }
    }

    private Task<PostgresEventStore> OneWriter() => Open(
        address,
        options => options with { Group = new CommitGroupOptions { Writers = 1 } });

    private async Task<NpgsqlTransaction> Hold(string stream)
    {
        var connection = await store.DataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select 1 from mt_streams where id = $1 for update", connection)
        {
            Parameters = { new() { Value = stream } },
        };
        await command.ExecuteScalarAsync();
        return transaction;
    }
}
