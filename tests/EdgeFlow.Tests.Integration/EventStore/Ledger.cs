using EdgeFlow.Domain;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using Xunit;

namespace EdgeFlow.Tests.Integration.EventStore;

public sealed record AmountBooked(string Entry, int Amount) : IEvent;

public sealed record AccountClosed(string Reason) : IEvent;

/// <summary>A small world of events for the tests of the store.</summary>
internal static class Ledger
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static EventRegistry Registry() => new EventRegistry().Register<AmountBooked>().Register<AccountClosed>();

    public static Task<PostgresEventStore> Open(
        string address, Func<EventStoreOptions, EventStoreOptions>? change = null)
    {
        var options = new EventStoreOptions { ConnectionString = address, Registry = Registry() };
        return PostgresEventStore.Open(change?.Invoke(options) ?? options);
    }

    public static AppendRequest Book(string account, ExpectedVersion expected, params IReadOnlyList<string> entries) =>
        AppendRequest.To(account, "account", expected, [.. entries.Select(entry => new AmountBooked(entry, 1))]);

    public static AppendedStream Stored(AppendResult result) =>
        Assert.IsType<AppendResult.Appended>(result).Streams[0];

    public static async Task<List<RecordedEvent>> All(PostgresEventStore store, string stream)
    {
        var events = new List<RecordedEvent>();
        await foreach (var recorded in store.ReadStream(stream))
        {
            events.Add(recorded);
        }

        return events;
    }

    public static async Task<List<string>> Entries(PostgresEventStore store, string stream) =>
        [.. (await All(store, stream)).Select(e => ((AmountBooked)e.Data).Entry)];

    public static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
