using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.World;
using Npgsql;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>
/// What was the world at a place of the history? The nearest world before it, stored or still in memory, and the events
/// after that. Thread safe.
/// </summary>
public sealed class Worlds
{
    /// <summary>Most folds at the same moment; more wait.</summary>
    public const int MaxFolds = 4;

    private readonly NpgsqlDataSource database;
    private readonly SnapshotShelf shelf;
    private readonly EventFold fold;
    private readonly RecentWorlds recent;
    private readonly SemaphoreSlim folds = new(MaxFolds, MaxFolds);

    /// <summary>Makes it.</summary>
    /// <param name="store">The events.</param>
    /// <param name="time">The clock, for waiting only.</param>
    public Worlds(PostgresEventStore store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        database = store.DataSource;
        shelf = new SnapshotShelf(database);
        fold = new EventFold(store, shelf, time);
        recent = new RecentWorlds(time);
    }

    /// <summary>The number of the last event that is stored; 0 for none.</summary>
    public async Task<long> Last(CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The last event that was stored at a time or before it; 0 for none.</summary>
    /// <param name="at">The time, by the database's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> SequenceAt(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select ledger_sequence_at($1)");
        select.Parameters.AddWithValue(at.ToUniversalTime());
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The world after an event.</summary>
    /// <param name="sequence">The number of the event; where there is none, the last one before it counts. 0 is the
    /// beginning.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventStoreUnavailableException">The database stayed away.</exception>
    /// <exception cref="TimeoutException">An append before the place did not end.</exception>
    /// <exception cref="InvalidDataException">An event cannot be read.</exception>
    public async Task<WorldState> At(long sequence, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        await folds.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var nearest = await Nearest(sequence, cancellationToken).ConfigureAwait(false);
            var isFar = sequence - nearest.Sequence >= 2 * SnapshotShelf.Spacing;
            var begun = new FoldPlace(nearest, isFar ? nearest.Sequence : long.MaxValue, SnapshotShelf.Spacing);
            var (world, _, _) = await fold.To(begun, sequence, cancellationToken).ConfigureAwait(false);
            recent.Keep(world);
            return world;
        }
        finally
        {
            folds.Release();
        }
    }

    /// <summary>Folds to the end of the history and stores worlds on the way.</summary>
    /// <param name="place">Where it stands; null to begin at the newest stored world.</param>
    /// <param name="cancellationToken">Gives up; what was stored stays.</param>
    /// <returns>The place at the end.</returns>
    internal async Task<FoldPlace> CatchUp(FoldPlace? place, CancellationToken cancellationToken)
    {
        if (place is null)
        {
            var newest = await shelf.Before(long.MaxValue, cancellationToken).ConfigureAwait(false);
            place = new FoldPlace(newest, newest.Sequence, SnapshotShelf.Spacing);
        }

        var last = await Last(cancellationToken).ConfigureAwait(false);
        return await fold.To(place, last, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the stored worlds within their limit.</summary>
    internal Task Trim(CancellationToken cancellationToken) => shelf.Trim(SnapshotShelf.MaxStored, cancellationToken);

    // A world in memory that is near is taken without a question to the database.
    private async Task<WorldState> Nearest(long sequence, CancellationToken cancellationToken)
    {
        var known = recent.Before(sequence);
        if (known is not null && sequence - known.Sequence <= SnapshotShelf.Spacing)
        {
            return known;
        }

        var stored = await shelf.PlaceBefore(sequence, cancellationToken).ConfigureAwait(false);
        return known is not null && known.Sequence >= stored
            ? known
            : await shelf.Before(stored, cancellationToken).ConfigureAwait(false);
    }
}
