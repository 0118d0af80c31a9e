using System.Runtime.ExceptionServices;
using EdgeFlow.Domain;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.GroupCommit;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.EventStore.Schema;
using EdgeFlow.EventStore.Subscriptions;
using Npgsql;

namespace EdgeFlow.EventStore;

/// <summary>
/// The events of EdgeFlow in PostgreSQL, in Marten's tables. Appends that wait at the same moment share one commit.
/// Every operation outlives a restart of the server within <see cref="EventStoreOptions.RetryLimit"/>. Any number of
/// processes may use one database. Thread safe.
/// </summary>
public sealed class PostgresEventStore : IAsyncDisposable
{
    private const string Room = "event-store";
    private const string TakenNumbers = "select case when is_called then last_value else 0 end from mt_events_sequence";

    private static readonly string[] Scripts = ["0001-events", "0002-marten"];
    private static readonly System.Reflection.Assembly Assembly = typeof(PostgresEventStore).Assembly;

    private readonly EventStoreOptions options;
    private readonly ConnectionRetry retry;
    private readonly SettledSequence settled;
    private readonly SettledSequence numbers;
    private readonly EventReader reader;
    private readonly CommitSignal signal;
    private readonly NpgsqlDataSource appends;
    private readonly RowWatch watch;
    private readonly EventFeed feed;
    private readonly CommitGroup<PendingAppend, AppendOutcome> group;

    private PostgresEventStore(EventStoreOptions options, NpgsqlDataSource dataSource, ConnectionRetry retry)
    {
        this.options = options;
        this.retry = retry;
        DataSource = dataSource;
        settled = new SettledSequence(dataSource);
        numbers = new SettledSequence(dataSource);
        reader = new EventReader(dataSource, retry, options.Registry, settled);
        signal = new CommitSignal(dataSource, options.Time);
        feed = new EventFeed(reader, signal, options.PollInterval, options.Time);
        watch = new RowWatch(options.Logger);
        appends = AppendConnections.Of(Address(options), options.Group.Writers, options.Projections);
        var appender = new GroupAppender(
            appends, new ConnectionRetry(appends, options.RetryLimit, options.Time), options.Projections, watch,
            signal.Committed);
        group = new CommitGroup<PendingAppend, AppendOutcome>(appender.Commit, options.Group);
    }

    /// <summary>Connections to the database, for reading read models. They keep session state when they go back to
    /// the pool: change none. They prepare statements by themselves: after an error in the middle of a batch, clear
    /// the pool (docs/adr/0003).</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Opens the store and brings its tables up to date.</summary>
    /// <param name="options">The address, the event types, the limits.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="EventStoreUnavailableException">The server is not reachable.</exception>
    public static async Task<PostgresEventStore> Open(
        EventStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var dataSource = NpgsqlDataSource.Create(Address(options));
        try
        {
            var retry = new ConnectionRetry(dataSource, options.RetryLimit, options.Time);
            await retry.Run(
                async token =>
                {
                    await SchemaMigration.Apply(
                        dataSource, Room, [.. Scripts.Select(name => SchemaScript.Embedded(Assembly, name))], token)
                        .ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return new PostgresEventStore(options, dataSource, retry);
        }
        catch
        {
            await dataSource.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Appends events, all or none, and waits until they are durable.</summary>
    /// <param name="request">The streams, what they must be like, and their events.</param>
    /// <param name="cancellationToken">Ends the waiting. The append may still come through: if that matters, give a
    /// command id and repeat.</param>
    /// <returns>Stored, refused because a stream was not as expected, or done before.</returns>
    /// <exception cref="ArgumentException">The request is malformed.</exception>
    /// <exception cref="InvalidOperationException">An event's type is not registered.</exception>
    /// <exception cref="EventStoreUnavailableException">The server stayed away; the outcome is unknown.</exception>
    /// <exception cref="PostgresException">The database refuses the events, for example text with a NUL.</exception>
    public async Task<AppendResult> Append(AppendRequest request, CancellationToken cancellationToken = default)
    {
        var pending = PendingAppend.Prepare(request, options.Registry, options.EventsPerAppendMax);
        var outcome = await group.Submit(pending, cancellationToken).ConfigureAwait(false);
        if (outcome.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return outcome.Result!;
    }

    /// <summary>Shows somebody the rows of each group as they were committed, before the appends are answered. Who
    /// watched before does no more. Not every row is shown: one is not where the answer to its commit was lost, nor
    /// are those of other processes. A change that a trigger makes to a row is not always seen.</summary>
    /// <param name="watcher">Called by two writers at once; appends wait for it, and it must not throw.</param>
    public void Watch(Action<ReadOnlyMemory<AppendedRow>> watcher)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        watch.Set(watcher);
    }

    /// <summary>Reads a stream's events in order.</summary>
    /// <param name="streamId">The stream; one that does not exist has no events.</param>
    /// <param name="fromVersion">The version of the first event wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">An event does not fit its record.</exception>
    public IAsyncEnumerable<RecordedEvent> ReadStream(
        string streamId, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        reader.ReadStream(streamId, fromVersion, cancellationToken);

    /// <summary>Folds a stream into a state.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="streamId">The stream.</param>
    /// <param name="initial">The state before the first event.</param>
    /// <param name="evolve">The state after one more event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The state, and the version to expect when appending what was decided from it.</returns>
    /// <exception cref="InvalidDataException">The stream holds an event that this process does not know.</exception>
    public async Task<StreamState<TState>> Aggregate<TState>(
        string streamId,
        TState initial,
        Func<TState, IEvent, TState> evolve,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evolve);
        var (state, version) = (initial, 0L);
        var events = ReadStream(streamId, cancellationToken: cancellationToken).ConfigureAwait(false);
        await foreach (var recorded in events)
        {
            state = recorded.Data is UnknownEvent unknown
                ? throw new InvalidDataException(
                    $"Event {recorded.Version} of stream '{streamId}' is a '{unknown.EventType}', which is not known.")
                : evolve(state, recorded.Data);
            version = recorded.Version;
        }

        return new StreamState<TState>(state, version);
    }

    /// <summary>Reads events of all streams in order of sequence. The page ends before an event that others may
    /// still precede, so who goes on from its last event skips none.</summary>
    /// <param name="afterSequence">The last sequence number that is known already; 0 for none.</param>
    /// <param name="limit">The most events to read; at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<EventPage> ReadAll(
        long afterSequence, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return reader.ReadAll(afterSequence, limit, cancellationToken);
    }

    /// <summary>Up to which sequence number every event is visible to a query that starts now, or will never be. It
    /// stays behind the newest event while appends are under way, and comes nearer with each call. Only numbers that
    /// the
    /// sequence gave count: a row with a larger one was not appended.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<long> Settled(CancellationToken cancellationToken = default) => retry.Run(
        async token =>
        {
            await using var taken = DataSource.CreateCommand(TakenNumbers);
            var last = (long)(await taken.ExecuteScalarAsync(token).ConfigureAwait(false))!;
            await numbers.Advance(last, token).ConfigureAwait(false);
            return numbers.Value;
        },
        cancellationToken);

    /// <summary>Follows events of all streams for ever, in order of sequence, skipping none, without a checkpoint.
    /// </summary>
    /// <param name="afterSequence">The last sequence number that is known already; 0 for none.</param>
    /// <param name="batchSize">The most events in one batch; at least 1.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public IAsyncEnumerable<IReadOnlyList<RecordedEvent>> Follow(
        long afterSequence, int batchSize = 500, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return feed.Follow(afterSequence, batchSize, cancellationToken);
    }

    /// <summary>Delivers every event to a handler: in order, at least once, over restarts.</summary>
    /// <param name="subscription">Its name and limits.</param>
    /// <param name="handler">Takes a batch. What it throws is logged and tried again.</param>
    /// <returns>The running subscription; dispose it before the store.</returns>
    public Subscription Subscribe(
        SubscriptionOptions subscription, Func<IReadOnlyList<RecordedEvent>, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(subscription.BatchSize, 1);
        var checkpoints = new Checkpoints(DataSource, retry);
        return new Subscription(subscription, handler, feed, checkpoints, options.Time, options.Logger);
    }

    /// <summary>How far a consumer that follows by itself has come; null when it has noted nothing.</summary>
    /// <param name="name">Names the consumer, as <see cref="SubscriptionOptions.Name"/> does.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<long?> Checkpoint(string name, CancellationToken cancellationToken = default) =>
        new Checkpoints(DataSource, retry).Load(name, cancellationToken);

    /// <summary>How far every consumer whose name begins so has come; null when none of them has noted
    /// anything.</summary>
    /// <param name="prefix">What the names begin with, such as <see cref="PublishingNotes.Prefix"/>.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<long?> LeastCheckpoint(string prefix, CancellationToken cancellationToken = default) =>
        new Checkpoints(DataSource, retry).Least(prefix, cancellationToken);

    /// <summary>Notes how far such a consumer has come; a note never goes back.</summary>
    /// <param name="name">Names the consumer.</param>
    /// <param name="sequence">The last event that it is done with.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SaveCheckpoint(string name, long sequence, CancellationToken cancellationToken = default) =>
        new Checkpoints(DataSource, retry).Save(name, sequence, cancellationToken);

    /// <summary>Makes a read model anew from the first event on, beside the running one, and puts it in its place.
    /// Appends wait only for that last moment.</summary>
    /// <param name="projection">The read model.</param>
    /// <param name="isCheck">Compares with the running one instead of taking its place.</param>
    /// <param name="progress">Is told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the rebuild; the running tables stay as they are then.</param>
    /// <exception cref="RebuildBusyException">Another rebuild is at work on this database.</exception>
    /// <exception cref="PostgresException">The tables cannot be made or replaced.</exception>
    /// <exception cref="TimeoutException">An append did not end.</exception>
    public Task<RebuildReport> Rebuild(
        IInlineProjection projection, bool isCheck = false, IProgress<RebuildProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new ProjectionRebuild(options, reader).Run(projection, isCheck, progress, cancellationToken);
    }

    /// <summary>Commits what was accepted, then closes the connections.</summary>
    /// <returns>A task that ends when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await group.DisposeAsync().ConfigureAwait(false);
        await signal.DisposeAsync().ConfigureAwait(false);
        settled.Dispose();
        numbers.Dispose();
        await appends.DisposeAsync().ConfigureAwait(false);
        await DataSource.DisposeAsync().ConfigureAwait(false);
    }

    private static string Address(EventStoreOptions options) =>
        new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "edgeflow",
            MaxPoolSize = options.ConnectionsMax,
            CommandTimeout = (int)options.StatementLimit.TotalSeconds,

            // The few statements of the hot path are prepared once a connection; no session state is left behind
            // that a reset would have to clear.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }.ConnectionString;
}
