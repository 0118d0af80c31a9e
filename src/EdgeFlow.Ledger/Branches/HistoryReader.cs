using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Reads as much of the history as a branch needs: a little before its beginning, and all after it. Thread
/// safe.</summary>
internal sealed class HistoryReader(PostgresEventStore store, Worlds worlds)
{
    private const int Page = 1_000;

    /// <summary>The world a little before an event, and all events from there to the last one.</summary>
    /// <param name="sequence">The event.</param>
    /// <param name="last">The last one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">There are more than <see cref="BranchLimits.MaxEvents"/>.</exception>
    public async Task<(WorldState World, IReadOnlyList<RecordedEvent> Entries)> Read(
        long sequence, long last, CancellationToken cancellationToken)
    {
        // What a plan across the beginning was made from is among the events before it.
        var from = Math.Max(0, sequence - BranchLimits.MaxReads);
        var world = await worlds.At(from, cancellationToken).ConfigureAwait(false);
        var entries = new List<RecordedEvent>();
        var after = world.Sequence;
        while (after < last)
        {
            var page = await store.ReadAll(after, Page, cancellationToken).ConfigureAwait(false);
            if (page.Events.Count == 0)
            {
                break;
            }

            entries.AddRange(page.Events.Where(entry => entry.Sequence <= last));
            after = page.Events[^1].Sequence;
            if (entries.Count > BranchLimits.MaxEvents)
            {
                throw new InvalidDataException(
                    $"More than {BranchLimits.MaxEvents} events happened since; begin the branch later.");
            }
        }

        return (world, entries);
    }
}
