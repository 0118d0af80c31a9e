using System.Collections.Concurrent;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Subscriptions;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<RecordedEvent> delivered = new();
    private string address = null!;
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        address = await PostgresFixture.FreshDatabase();
        store = await Open(address);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Subscribe_WriterStallsAfterTakingANumber_ItsEventIsNotSkipped(bool writesBeforeStalling)
    {
        await store.Append(Book("a", ExpectedVersion.None, "1"));
        await using var subscription = Subscribe("s");
        await Until(() => delivered.Count == 1);

        // A second process takes number 2, and stalls: before its first write, when it has no transaction id yet, or
        // after it.
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var stalled = await connection.BeginTransactionAsync();
        Assert.Equal(2L, await Run(connection, "select nextval('mt_events_sequence')"));
        if (writesBeforeStalling)
        {
            await Insert(connection);
        }

        Assert.Equal(3, Stored(await store.Append(Book("a", ExpectedVersion.Any, "3"))).FirstSequence);
        for (var looks = 0; looks < 20; looks++)
        {
            Assert.Equal((0, true), Shape(await store.ReadAll(1, 10)));
        }

        Assert.Equal([1L], delivered.Select(e => e.Sequence));
        if (!writesBeforeStalling)
        {
            await Insert(connection);
        }

        await stalled.CommitAsync();
        await Until(() => delivered.Count == 3);
        Assert.Equal([1L, 2L, 3L], delivered.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Subscribe_WriterRollsBack_GoesOnBehindTheGap()
    {
        await using var subscription = Subscribe("s");
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var doomed = await connection.BeginTransactionAsync();
        Assert.Equal(1L, await Run(connection, "select nextval('mt_events_sequence')"));
        await store.Append(Book("a", ExpectedVersion.None, "x"));
        Assert.Equal((0, true), Shape(await store.ReadAll(0, 10)));
        await doomed.RollbackAsync();
        await Until(() => delivered.Count == 1);
        Assert.Equal([2L], delivered.Select(e => e.Sequence));
    }

    [Fact]
    public async Task ReadAll_OlderTransactionThatTookNoNumber_HoldsNothingBack()
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var idle = await connection.BeginTransactionAsync();
        await Run(connection, "select pg_current_xact_id()::text::bigint");
        await Run(connection, "select last_value from mt_events_sequence");
        await using (var skip = store.DataSource.CreateCommand("select nextval('mt_events_sequence')"))
        {
            await skip.ExecuteScalarAsync();
        }

        await store.Append(Book("a", ExpectedVersion.None, "x"));
        Assert.Equal((1, false), Shape(await store.ReadAll(0, 10)));
    }

    [Fact]
    public async Task Subscribe_TwoProcessesWrite_DeliversAllInOrderOnce()
    {
        const int Events = 600;
        await using var other = await Open(address);
        await using var subscription = Subscribe("s", batchSize: 7);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(i =>
            (i % 2 == 0 ? store : other).Append(Book($"a{i % 20}", ExpectedVersion.Any, $"{i}"))));
        await Until(() => delivered.Count >= Events);
        Assert.Equal(Enumerable.Range(1, Events).Select(i => (long)i), delivered.Select(e => e.Sequence));
        Assert.All(
            delivered.GroupBy(e => e.StreamId),
            stream => Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(e => (int)e.Version)));
    }

    [Fact]
    public async Task Subscribe_AfterARestart_GoesOnFromTheCheckpoint()
    {
        await store.Append(Book("a", ExpectedVersion.None, "1", "2"));
        await using (var first = Subscribe("s"))
        {
            await Until(() => first.Position == 2);
        }

        await store.Append(Book("a", ExpectedVersion.Any, "3"));
        await using var second = Subscribe("s");
        await Until(() => delivered.Count == 3);
        Assert.Equal([1L, 2L, 3L], delivered.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Subscribe_HandlerFails_TheSameEventsComeAgainAndThenTheSubscriptionEnds()
    {
        await store.Append(Book("a", ExpectedVersion.None, "1"));
        var failures = 0;
        await using var patient = store.Subscribe(new SubscriptionOptions { Name = "patient" }, (batch, _) =>
        {
            Assert.Equal(1, batch[0].Sequence);
            return ++failures < 3 ? throw new InvalidOperationException("not yet") : ValueTask.CompletedTask;
        });
        await Until(() => patient.Position == 1);
        Assert.Equal(3, failures);
        await using var hopeless = store.Subscribe(
            new SubscriptionOptions { Name = "hopeless", DeliveryAttempts = 2 },
            (_, _) => throw new InvalidOperationException("never"));
        var end = await Assert.ThrowsAsync<InvalidOperationException>(() => hopeless.Completion.WaitAsync(Limit));
        Assert.Equal("never", end.Message);
    }

    [Fact]
    public async Task Follow_OtherProcessCommits_WakesLongBeforeThePoll()
    {
        await using var reader = await Open(
            address, options => options with { PollInterval = TimeSpan.FromMinutes(10) });
        using var stop = new CancellationTokenSource();
        await using var batches = reader.Follow(0, cancellationToken: stop.Token).GetAsyncEnumerator();
        for (var i = 0; i < 3; i++)
        {
            // The first look may happen before the reader listens; listening wakes it once more.
            var next = batches.MoveNextAsync().AsTask();
            await store.Append(Book("a", ExpectedVersion.Any, "x"));
            Assert.True(await next.WaitAsync(Limit));
        }

        await stop.CancelAsync();
    }

    private static (int Count, bool HeldBack) Shape(EventPage page) => (page.Events.Count, page.HeldBack);

    private static Task Insert(NpgsqlConnection connection) => Run(connection, """
        insert into mt_streams (id, type, version) values ('slow', 'account', 1);
        insert into mt_events (seq_id, id, stream_id, version, data, type)
        values (2, gen_random_uuid(), 'slow', 1, '{"Entry":"2","Amount":1}', 'amount_booked');
        select 1::bigint
        """)!;

    private Subscription Subscribe(string name, int batchSize = 500) =>
        store.Subscribe(new SubscriptionOptions { Name = name, BatchSize = batchSize }, (batch, _) =>
        {
            Assert.InRange(batch.Count, 1, batchSize);
            foreach (var recorded in batch)
            {
                delivered.Enqueue(recorded);
            }

            return ValueTask.CompletedTask;
        });

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
