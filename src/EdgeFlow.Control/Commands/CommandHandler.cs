using EdgeFlow.Domain;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Registry;

namespace EdgeFlow.Control.Commands;

/// <summary>
/// The one way from a command to events: fold the stream, decide, append with the version that was folded, and decide
/// again when somebody was faster. Thread safe.
/// </summary>
/// <typeparam name="TState">The folded state.</typeparam>
/// <typeparam name="TCommand">The commands.</typeparam>
public sealed class CommandHandler<TState, TCommand>(PostgresEventStore store, Aggregate<TState, TCommand> aggregate)
    where TState : class
{
    /// <summary>Most attempts at a command whose stream others change at the same time.</summary>
    public const int MaxAttempts = 16;

    /// <summary>Most states kept in memory.</summary>
    public const int MaxCached = 10_000;

    private readonly FoldCache<TState> cache = new(MaxCached);

    /// <summary>Carries out a command on whoever's thing it is; a new one is the default tenant's.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="metadata">Who asks, and in which story; without a correlation id the events get the one of their
    /// stream's first event.</param>
    /// <param name="commandId">Names the intent: sent again with the same id, nothing more happens. Null when the
    /// decider itself sees repetitions.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may still take effect.</param>
    /// <returns>Accepted or refused, with the state after it.</returns>
    /// <exception cref="ConflictException">Others were faster <see cref="MaxAttempts"/> times.</exception>
    /// <exception cref="EventStoreUnavailableException">The database stayed away.</exception>
    public Task<CommandOutcome<TState>> Execute(
        TCommand command, EventMetadata metadata, string? commandId = null,
        CancellationToken cancellationToken = default) =>
        ExecuteFor(null, command, metadata, commandId, cancellationToken);

    /// <summary>Carries out a command for a tenant: what it makes is the tenant's, and a name that another tenant has
    /// is taken.</summary>
    /// <param name="tenant">The tenant, as <c>tenant_id</c> has it; null for whoever's the thing is.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="commandId">Names the intent, or null.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may still take effect.</param>
    /// <returns>Accepted or refused, with the state after it; without the state when the name is taken.</returns>
    /// <exception cref="ConflictException">Others were faster <see cref="MaxAttempts"/> times.</exception>
    /// <exception cref="EventStoreUnavailableException">The database stayed away.</exception>
    public async Task<CommandOutcome<TState>> ExecuteFor(
        string? tenant, TCommand command, EventMetadata metadata, string? commandId = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var id = aggregate.IdOf(command);
        var stream = aggregate.StreamOf(id);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var before = await Load(id, null, cancellationToken).ConfigureAwait(false);
            if (tenant is not null && before.State is not null && before.Tenant != tenant)
            {
                return new CommandOutcome<TState>(
                    new Rejected(RejectionCodes.Exists, $"The name '{id}' is taken."), false, null, 0);
            }

            var decision = aggregate.Decide(before.State, command);
            if (decision is not Accepted { Events.IsEmpty: false } accepted)
            {
                return new CommandOutcome<TState>(decision as Rejected, false, before.State, before.Version);
            }

            var request = AppendRequest.To(
                stream, aggregate.Kind, ExpectedVersion.Exactly(before.Version), accepted.Events) with
            {
                CommandId = commandId,
                Tenant = tenant,
                Metadata = metadata with { CorrelationId = metadata.CorrelationId ?? before.Correlation },
            };
            switch (await store.Append(request, cancellationToken).ConfigureAwait(false))
            {
                case AppendResult.Appended:
                    var after = Fold(before, accepted.Events, request);
                    Keep(stream, after);
                    return new CommandOutcome<TState>(null, true, after.State, after.Version);
                case AppendResult.AlreadyDone:
                    var now = await Load(id, null, cancellationToken).ConfigureAwait(false);
                    return new CommandOutcome<TState>(null, true, now.State, now.Version);
                default:
                    continue;
            }
        }

        throw new ConflictException(stream, MaxAttempts);
    }

    /// <summary>The state of one of them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="atLeast">A state of this version or newer will do, also from memory; null for the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The stream holds an event that this process does not know.</exception>
    public async Task<Folded<TState>> Load(string id, long? atLeast, CancellationToken cancellationToken)
    {
        var stream = aggregate.StreamOf(id);
        var folded = cache.Get(stream);
        if (atLeast is { } enough && folded.Version >= enough)
        {
            return folded;
        }

        var (state, version, correlation, tenant) = folded;
        await foreach (var entry in store.ReadStream(stream, version + 1, cancellationToken).ConfigureAwait(false))
        {
            state = entry.Data is UnknownEvent unknown
                ? throw new InvalidDataException(
                    $"Event {entry.Version} of '{stream}' is a '{unknown.EventType}', which is not known here.")
                : aggregate.Evolve(state, entry.Data);
            correlation = entry.Version == 1 ? entry.Metadata.CorrelationId : correlation;
            (version, tenant) = (entry.Version, entry.Tenant);
        }

        var newest = new Folded<TState>(state, version, correlation, tenant);
        Keep(stream, newest);
        return newest;
    }

    private Folded<TState> Fold(Folded<TState> before, IReadOnlyList<IEvent> events, AppendRequest request) =>
        new(events.Aggregate(before.State, (state, next) => aggregate.Evolve(state, next)),
            before.Version + events.Count, before.Version == 0 ? request.Metadata.CorrelationId : before.Correlation,
            before.Tenant ?? request.Tenant ?? Tenancy.Default);

    private void Keep(string stream, Folded<TState> folded)
    {
        if (folded.State is null || aggregate.IsOver(folded.State))
        {
            cache.Drop(stream);
        }
        else
        {
            cache.Put(stream, folded);
        }
    }
}
