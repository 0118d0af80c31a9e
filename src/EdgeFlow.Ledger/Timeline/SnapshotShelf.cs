using EdgeFlow.Ledger.World;
using Npgsql;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>
/// Worlds that were folded before, in the table <c>ledger_snapshots</c>. Whatever is not there is folded again from
/// what is. Thread safe.
/// </summary>
internal sealed class SnapshotShelf(NpgsqlDataSource database)
{
    /// <summary>Fewest events between two stored worlds.</summary>
    public const int Spacing = 500;

    /// <summary>A larger world is stored less often: at most so many bytes of it for each event since the
    /// last.</summary>
    public const int BytesPerEvent = 128;

    /// <summary>Most worlds stored. Beyond it every second one of the older half goes.</summary>
    public const int MaxStored = 20_000;

    private const string SelectPlace =
        "select coalesce(max(sequence), 0) from ledger_snapshots where sequence <= $1 and format = $2";

    private const string SelectState = "select state from ledger_snapshots where sequence = $1 and format = $2";

    private const string Insert = """
        insert into ledger_snapshots (sequence, at, format, state) values ($1, $2, $3, $4)
        on conflict (sequence) do update set at = excluded.at, format = excluded.format, state = excluded.state
        where ledger_snapshots.format <> excluded.format
        """;

    private const string TrimForeign = "delete from ledger_snapshots where format <> $1";

    private const string TrimOlder = """
        delete from ledger_snapshots where sequence in (
          select sequence from (
            select sequence, row_number() over (order by sequence) as place, count(*) over () as total
            from ledger_snapshots) as all_of_them
          where total > $1 and place <= total / 2 and place % 2 = 0)
        """;

    private readonly DeclaredVersions applications = new(database);

    /// <summary>The place of the newest stored world at a place or before it; 0 for none.</summary>
    public async Task<long> PlaceBefore(long sequence, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectPlace);
        select.Parameters.AddWithValue(sequence);
        select.Parameters.AddWithValue(WorldCodec.Format);
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The newest stored world at a place or before it; the empty one when there is none.</summary>
    /// <exception cref="InvalidDataException">A stored world is damaged.</exception>
    public async Task<WorldState> Before(long sequence, CancellationToken cancellationToken)
    {
        var place = await PlaceBefore(sequence, cancellationToken).ConfigureAwait(false);
        await using var select = database.CreateCommand(SelectState);
        select.Parameters.AddWithValue(place);
        select.Parameters.AddWithValue(WorldCodec.Format);
        if (await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not byte[] state)
        {
            return WorldState.Empty;
        }

        var document = WorldCodec.Read(state);
        var declared = await applications.Load(
            [.. document.Applications.Select(known => (known.State.Application, known.State.Version))],
            cancellationToken).ConfigureAwait(false);
        return WorldCodec.World(document, declared);
    }

    /// <summary>Stores a world, unless one is there.</summary>
    /// <param name="world">A world that has begun.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many events should pass before the next.</returns>
    public async Task<long> Store(WorldState world, CancellationToken cancellationToken)
    {
        var state = WorldCodec.Write(world);
        await using var insert = database.CreateCommand(Insert);
        insert.Parameters.AddWithValue(world.Sequence);
        insert.Parameters.AddWithValue(world.At!.Value.ToUniversalTime());
        insert.Parameters.AddWithValue(WorldCodec.Format);
        insert.Parameters.AddWithValue(state);
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return SpacingFor(state.Length);
    }

    /// <summary>How many events should pass after a stored world of a size.</summary>
    public static long SpacingFor(int bytes) => Math.Max(Spacing, bytes / BytesPerEvent);

    /// <summary>Removes worlds of other formats, and every second one of the older half when there are too
    /// many.</summary>
    /// <param name="most">Most worlds kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Trim(int most, CancellationToken cancellationToken)
    {
        await using var foreign = database.CreateCommand(TrimForeign);
        foreign.Parameters.AddWithValue(WorldCodec.Format);
        await foreign.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var older = database.CreateCommand(TrimOlder);
        older.Parameters.AddWithValue(most);
        await older.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
