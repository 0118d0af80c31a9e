using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>Goes along the history, event after event, and stores worlds on the way. Thread safe.</summary>
internal sealed class EventFold(PostgresEventStore store, SnapshotShelf shelf, TimeProvider time)
{
    /// <summary>How often it looks again while a running append holds back what is after it.</summary>
    public const int MaxHeldBack = 2_000;

    private static readonly TimeSpan HeldBackPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Folds the events up to a place.</summary>
    /// <param name="place">Where to begin.</param>
    /// <param name="sequence">The last event that counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">An append before the place did not end.</exception>
    public async Task<FoldPlace> To(FoldPlace place, long sequence, CancellationToken cancellationToken)
    {
        for (var position = place.World.Sequence; position < sequence;)
        {
            // Stretches end at multiples of the spacing, so that whoever folds stores the same worlds.
            var end = Math.Min(sequence, ((position / SnapshotShelf.Spacing) + 1) * SnapshotShelf.Spacing);
            var events = await Read(position, (int)(end - position), cancellationToken).ConfigureAwait(false);
            var within = events.TakeWhile(entry => entry.Sequence <= end).ToList();
            place = place with { World = place.World.Apply(within) };
            position = within.Count == events.Count && events.Count > 0 ? events[^1].Sequence : end;
            if (position == end || events.Count == 0)
            {
                place = await Store(place, cancellationToken).ConfigureAwait(false);
            }
        }

        return place;
    }

    private async Task<FoldPlace> Store(FoldPlace place, CancellationToken cancellationToken)
    {
        if (place.World.Sequence - place.Stored < place.Spacing)
        {
            return place;
        }

        var spacing = await shelf.Store(place.World, cancellationToken).ConfigureAwait(false);
        return new FoldPlace(place.World, place.World.Sequence, spacing);
    }

    private async Task<IReadOnlyList<RecordedEvent>> Read(
        long position, int limit, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MaxHeldBack; look++)
        {
            var page = await store.ReadAll(position, limit, cancellationToken).ConfigureAwait(false);
            if (page.Events.Count > 0 || !page.HeldBack)
            {
                return page.Events;
            }

            await Task.Delay(HeldBackPause, time, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException(
            $"An append after event {position} has not ended: what came after it cannot be told yet.");
    }
}
