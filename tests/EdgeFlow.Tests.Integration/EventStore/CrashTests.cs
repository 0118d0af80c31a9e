using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Subscriptions;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

public sealed class CrashTests
{
    private const int Writers = 32;
    private const int Kills = 4;
    private const int AppendsBetweenKills = 1500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_ServerKilledAmongManyWriters_EachAcknowledgedEventIsThereOnce(bool withCommandIds)
    {
        await using var owned = await PostgresFixture.StartOwn();
        await using var store = await Open(owned.Server.ConnectionString);
        var delivered = new ConcurrentQueue<long>();
        await using var subscription = store.Subscribe(new SubscriptionOptions { Name = "all" }, (batch, _) =>
        {
            foreach (var recorded in batch)
            {
                delivered.Enqueue(recorded.Sequence);
            }

            return ValueTask.CompletedTask;
        });
        using var stop = new CancellationTokenSource();
        var acknowledged = new ConcurrentQueue<string>();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var entry = $"{w}-{i}";
                var request = Book($"a{w}", ExpectedVersion.Any, entry) with
                {
                    CommandId = withCommandIds ? entry : null,
                };
                Stored(await store.Append(request));
                acknowledged.Enqueue(entry);
            }
        })).ToList();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Until(() => acknowledged.Count > kill * AppendsBetweenKills || writers.Any(w => w.IsFaulted));
            Process.GetProcessById(owned.Server.ProcessId!.Value).Kill();
            await Until(() => owned.Server.Restarts == kill);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Limit);
        var stored = new List<string>();
        for (var w = 0; w < Writers; w++)
        {
            var entries = await Entries(store, $"a{w}");
            Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => $"{w}-{i}"), entries);
            stored.AddRange(entries);
        }

        Assert.Equal(acknowledged.Order(), stored.Order());
        await Until(() => delivered.Distinct().Count() == stored.Count);
        var sequences = delivered.ToList();
        Assert.Equal(sequences.Distinct().Count(), stored.Count);
        Assert.Equal(sequences.Distinct().Order(), sequences.Distinct());
    }

    [Fact]
    public async Task Append_ServerStaysAway_FailsWithinTheLimitAndSaysSo()
    {
        var owned = await PostgresFixture.StartOwn();
        await using var store = await Open(
            owned.Server.ConnectionString, options => options with { RetryLimit = TimeSpan.FromSeconds(1) });
        await owned.DisposeAsync();
        var away = await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => store.Append(Book("a", ExpectedVersion.None, "x")).WaitAsync(Limit));
        Assert.NotNull(away.InnerException);
    }
}
