using EdgeFlow.Control.Database;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Database;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Submissions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>
/// The part of a control plane that publishes, with nothing that decides beside it: the events are whatever is
/// appended here.
/// </summary>
internal sealed class OutboxPublisher : IAsyncDisposable
{
    private readonly ControlDatabase database;
    private readonly DaprHttp http;
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] loops;
    private int ended;

    private OutboxPublisher(ControlDatabase database, DaprHttp http, PublishTarget target, OutboxLimits limits)
    {
        (this.database, this.http) = (database, http);
        var options = new LeaderOptions { Holder = $"publisher-{Guid.NewGuid():N}" };
        var leader = new Leader(
            new LeaderLease(database.Source, options), options, TimeProvider.System, NullLogger<Leader>.Instance);
        var exchange = new ExchangeOptions { Publish = target, Outbox = limits };
        var pubsub = new DaprPubSub(http);
        var setAside = new SetAsideStore(database.Source);
        var outbox = new Outbox(
            database.Store, pubsub, setAside, Meter, exchange, leader, TimeProvider.System,
            NullLogger<Outbox>.Instance);
        Desk = new OutboxDesk(
            database.Store, setAside, new MessageCounts(database.Source), Meter, exchange, leader, pubsub,
            TimeProvider.System);
        loops = [leader.Run(end => Task.Delay(Timeout.Infinite, end), stop.Token), outbox.Run(stop.Token)];
    }

    public OutboxMeter Meter { get; } = new();

    public OutboxDesk Desk { get; }

    public PostgresEventStore Store => database.Store;

    /// <summary>Starts one; several on one database take turns.</summary>
    public static async Task<OutboxPublisher> Start(
        string address, Uri sidecar, PublishTarget target, OutboxLimits? limits = null)
    {
        var database = await ControlDatabase.Open(
            new DatabaseOptions(address, ""), TimeProvider.System, NullLogger.Instance, default);
        await ExchangeSchema.Apply(database.Source, default);
        return new OutboxPublisher(
            database, new DaprHttp(new DaprEndpoint(sidecar, null)), target, limits ?? new OutboxLimits());
    }

    /// <summary>Appends an event of a job, which nobody has submitted.</summary>
    /// <param name="job">The job.</param>
    /// <param name="version">How many events it has.</param>
    /// <param name="reason">What the event says.</param>
    /// <returns>The id under which others see it.</returns>
    public async Task<string> Append(string job, long version, string reason = "no node has room")
    {
        var stream = $"job-{job}";
        var appended = await Store.Append(AppendRequest.To(
            stream, "job", ExpectedVersion.Exactly(version),
            new JobQueued(new JobId(job), "/tasks/0", reason, TimeProvider.System.GetUtcNow())));
        return appended is AppendResult.Appended
            ? $"{stream}/{version + 1}"
            : throw new InvalidOperationException($"{stream} is not at {version}.");
    }

    /// <summary>Ends it; a second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref ended, 1) == 1)
        {
            return;
        }

        await stop.CancelAsync();
        await Task.WhenAll(loops);
        http.Dispose();
        await database.DisposeAsync();
        stop.Dispose();
    }
}
