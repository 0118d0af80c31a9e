using System.Globalization;
using EdgeFlow.EventStore;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// Finds the events that are to be sealed. Those that this process appended are known already, and where each number
/// has one of them there can be no other row. Where numbers are left over, the table is asked how many rows there are,
/// and is read if there are others, of another process or from before. Not thread safe.
/// </summary>
internal sealed class NewEvents
{
    /// <summary>Numbers of the sequence that are looked at at once.</summary>
    public const int Step = 2048;

    private const string SelectNext = "select min(seq_id) from mt_events where seq_id > $1 and seq_id <= $2";
    private const string SelectCount = "select count(*) from mt_events where seq_id > $1 and seq_id <= $2";

    private readonly PostgresEventStore events;
    private readonly FreshRows fresh = new();
    private readonly PlacedRows known;
    private readonly BlockDrafts drafts = new();
    private bool isWatching;

    /// <summary>Of this store.</summary>
    public NewEvents(PostgresEventStore events) => (this.events, known) = (events, new PlacedRows(fresh));

    /// <summary>Remembers from now on what this process appends.</summary>
    public void Watch()
    {
        if (!isWatching)
        {
            events.Watch(fresh.Add);
            isWatching = true;
        }
    }

    /// <summary>The first event behind a number; null when there is none up to another.</summary>
    public Task<long?> Next(long after, long through, CancellationToken cancellationToken) =>
        Ask<long?>(SelectNext, after, through, cancellationToken);

    /// <summary>The events behind a number up to another; valid until the next call.</summary>
    public async Task<BlockDrafts> Read(long after, long through, CancellationToken cancellationToken)
    {
        drafts.Clear();
        known.Fill(after, through);
        for (var from = after; from < through;)
        {
            var to = Math.Min(through, from + Step);
            var count = known.Count(from, to);
            if (count == to - from
                || count == await Ask<long?>(SelectCount, from, to, cancellationToken).ConfigureAwait(false))
            {
                known.AddTo(drafts, from, to);
            }
            else
            {
                await Copy(from, to, cancellationToken).ConfigureAwait(false);
            }

            from = to;
        }

        return drafts;
    }

    private async Task<T> Ask<T>(string sql, long after, long through, CancellationToken cancellationToken)
    {
        await using var select = events.DataSource.CreateCommand(sql);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(through);
        return (await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)) is T found ? found : default!;
    }

    // The server sends its rows as they stand, without a hash or an array, while they are hashed here. A copy takes no
    // parameters; two numbers cannot be anything else.
    private async Task Copy(long after, long through, CancellationToken cancellationToken)
    {
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"copy (select {RowSql.Tuple} from mt_events where seq_id > {after} and seq_id <= {through} "
            + $"order by seq_id) to stdout (format binary)");
        await using var connection = await events.DataSource.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken).ConfigureAwait(false);
        await drafts.Add(copy, cancellationToken).ConfigureAwait(false);
    }
}
