using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.EventStore.Projections;

/// <summary>
/// Makes a read model anew from the first event on, beside the running one: tables of its own are filled while
/// everything goes on, follow what is appended meanwhile, and take the place of the running ones in one short
/// transaction, in which alone appends wait. A rebuild that fails changes nothing. A check compares instead of taking
/// the place.
/// </summary>
internal sealed class ProjectionRebuild(EventStoreOptions options, EventReader reader)
{
    /// <summary>Most events taken into account at once.</summary>
    public const int PageSize = 1_000;

    /// <summary>Most rounds of following before the swap: writers may be faster than we are.</summary>
    public const int MaxRounds = 50;

    /// <summary>Most attempts at the swap while others hold locks on the running tables.</summary>
    public const int MaxSwaps = 30;

    // Waits for appends in flight and holds off new ones; reading is free. Whoever reads the running tables for longer
    // must not make appends wait for him.
    private const string HoldAppends = "set local lock_timeout = '1s'; lock table mt_events in share mode";

    private static readonly TimeSpan StatementLimit = TimeSpan.FromHours(6);

    public async Task<RebuildReport> Run(
        IInlineProjection projection, bool isCheck, IProgress<RebuildProgress>? progress,
        CancellationToken cancellationToken)
    {
        var began = options.Time.GetTimestamp();
        await using var connection = await Open(cancellationToken).ConfigureAwait(false);
        await using var shadow = await ShadowTables.Make(connection, projection.Tables, cancellationToken)
            .ConfigureAwait(false);
        var names = options.Registry.NamesOf(projection.Events).ToArray();
        var fold = new TableFold(connection, reader, projection, names, progress);
        var last = await Fill(fold, shadow, cancellationToken).ConfigureAwait(false);
        var (events, filled) = (await fold.Count(last, cancellationToken).ConfigureAwait(false),
            options.Time.GetElapsedTime(began));
        await Follow(fold, cancellationToken).ConfigureAwait(false);
        var (held, differences) = isCheck
            ? await Compare(fold, shadow, cancellationToken).ConfigureAwait(false)
            : (await Swap(fold, shadow, cancellationToken).ConfigureAwait(false), []);
        return new RebuildReport(
            projection.Name, events, filled, options.Time.GetElapsedTime(began), held, differences);
    }

    private async Task<long> Fill(TableFold fold, ShadowTables shadow, CancellationToken cancellationToken)
    {
        var last = await reader.Settled(options.Time, cancellationToken).ConfigureAwait(false);
        if (fold.CanFill(options.Registry))
        {
            await fold.Fill(last, cancellationToken).ConfigureAwait(false);
            await shadow.Index(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await shadow.Index(cancellationToken).ConfigureAwait(false);
            await fold.To(last, cancellationToken).ConfigureAwait(false);
        }

        return last;
    }

    private async Task Follow(TableFold fold, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = fold.Place;
            var last = await reader.Settled(options.Time, cancellationToken).ConfigureAwait(false);
            await fold.To(last, cancellationToken).ConfigureAwait(false);
            if (last - before < PageSize)
            {
                return;
            }
        }
    }

    private async Task<TimeSpan> Swap(TableFold fold, ShadowTables shadow, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (place, since) = (fold.Place, options.Time.GetTimestamp());
            await using var transaction = await fold.Connection.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            try
            {
                await fold.Run("set local synchronous_commit = on; " + HoldAppends, cancellationToken)
                    .ConfigureAwait(false);
                await fold.To(await fold.Last(cancellationToken).ConfigureAwait(false), cancellationToken)
                    .ConfigureAwait(false);
                await shadow.Swap(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return options.Time.GetElapsedTime(since);
            }
            catch (PostgresException busy) when (attempt < MaxSwaps
                && busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                // Somebody reads for longer. What was folded in the transaction went with it.
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                fold.Place = place;
            }

            await Follow(fold, cancellationToken).ConfigureAwait(false);
        }
    }

    // The running tables and ours are compared as one snapshot has them that was taken while nobody could append.
    private async Task<(TimeSpan Held, IReadOnlyList<string> Differences)> Compare(
        TableFold fold, ShadowTables shadow, CancellationToken cancellationToken)
    {
        await using var look = await Open(cancellationToken).ConfigureAwait(false);
        await using var snapshot = await look.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        TimeSpan held;
        await using (var hold = await Open(cancellationToken).ConfigureAwait(false))
        {
            await using var transaction = await hold.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var since = options.Time.GetTimestamp();
            await new NpgsqlCommand(HoldAppends, hold).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await fold.To(await fold.Last(cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            await new NpgsqlCommand("select 1 from pg_class limit 1", look).ExecuteScalarAsync(cancellationToken)
                .ConfigureAwait(false);
            held = options.Time.GetElapsedTime(since);
        }

        return (held, await shadow.Differences(look, RebuildReport.MaxDifferences, cancellationToken)
            .ConfigureAwait(false));
    }

    // A connection of its own: it changes what names mean, and must not go back to a pool.
    private async Task<NpgsqlConnection> Open(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "edgeflow-rebuild",
            Pooling = false,
            CommandTimeout = (int)StatementLimit.TotalSeconds,
        }.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }
}
