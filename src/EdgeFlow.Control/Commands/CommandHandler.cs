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

    /// <summary>Carries out a command.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="metadata">Who asks, and in which story; without a correlation id the events get the one of their
    /// stream's first event.</param>
    /// <param name="commandId">Names the intent: sent again with the same id, nothing more happens. Null when the
    /// decider itself sees repetitions.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may still take effect.</param>
    /// <returns>Accepted or refused, with the state after it.</returns>
    /// <exception cref="ConflictException">Others were faster <see cref="MaxAttempts"/> times.</exception>
    /// <exception cref="EventStoreUnavailableException">The database stayed away.</exception>
    public async Task<CommandOutcome<TState>> Execute(
        TCommand command, EventMetadata metadata, string? commandId = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var id = aggregate.IdOf(command);
        var stream = aggregate.StreamOf(id);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var before = await Load(id, null, cancellationToken).ConfigureAwait(false);
            var decision = aggregate.Decide(before.State, command);
            if (decision is not Accepted { Events.IsEmpty: false } accepted)
            {
                return new CommandOutcome<TState>(decision as Rejected, false, before.State, before.Version);
            }

            var request = AppendRequest.To(
                stream, aggregate.Kind, ExpectedVersion.Exactly(before.Version), accepted.Events) with
            {
                CommandId = commandId,
                Metadata = metadata with { CorrelationId = metadata.CorrelationId ?? before.Correlation },
            };
            switch (await store.Append(request, cancellationToken).ConfigureAwait(false))
            {
                case AppendResult.Appended:
                    var after = Fold(before, accepted.Events, request.Metadata.CorrelationId);
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

        var (state, version, correlation) = (folded.State, folded.Version, folded.Correlation);
        await foreach (var entry in store.ReadStream(stream, version + 1, cancellationToken).ConfigureAwait(false))
        {
            state = entry.Data is UnknownEvent unknown
                ? throw new InvalidDataException(
                    $"Event {entry.Version} of '{stream}' is a '{unknown.EventType}', which is not known here.")
                : aggregate.Evolve(state, entry.Data);
            correlation = entry.Version == 1 ? entry.Metadata.CorrelationId : correlation;
            version = entry.Version;
        }

        var newest = new Folded<TState>(state, version, correlation);
        Keep(stream, newest);
        return newest;
    }

    private Folded<TState> Fold(Folded<TState> before, IReadOnlyList<IEvent> events, string? correlation) =>
        new(events.Aggregate(before.State, (state, next) => aggregate.Evolve(state, next)),
            before.Version + events.Count, before.Version == 0 ? correlation : before.Correlation);

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
