using Npgsql;

namespace EdgeFlow.EventStore.Reading;

/// <summary>
/// Knows up to which sequence number nothing can appear any more. Numbers are taken in order but committed in any
/// order, so a reader that sees 7 and not 6 must find out whether 6 is on its way or was rolled back. Who takes a
/// number holds a lock on the sequence until its transaction has ended. So: having seen 7, list the transactions
/// that hold that lock. Once all of these have ended, 6 is either visible to a new query or will never be. See
/// docs/adr/0003. Thread safe.
/// </summary>
internal sealed class SettledSequence(NpgsqlDataSource dataSource) : IDisposable
{
    // A virtual transaction id is unique while the server runs. Prepared transactions keep their locks and count too.
    private const string Takers = """
        select coalesce(array_agg(distinct virtualtransaction), '{}') from pg_locks
        where locktype = 'relation' and mode = 'RowExclusiveLock'
          and relation = 'mt_events_sequence'::regclass
          and database = (select oid from pg_database where datname = current_database())
        """;

    private readonly SemaphoreSlim one = new(1, 1);
    private (long Sequence, string[] Takers)? watched;
    private long settled;

    /// <summary>Every event up to here is visible to a query that starts now, or will never be.</summary>
    public long Value => Interlocked.Read(ref settled);

    /// <summary>Tries to settle the numbers up to one that was seen.</summary>
    /// <param name="seen">The sequence number of an event that the caller has read.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task Advance(long seen, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (seen <= Value)
            {
                return;
            }

            var running = await Running(cancellationToken).ConfigureAwait(false);
            if (watched is { } watch && !watch.Takers.Intersect(running, StringComparer.Ordinal).Any())
            {
                Settle(watch.Sequence);
                watched = null;
            }

            if (running.Length == 0)
            {
                Settle(seen);
                watched = null;
            }
            else if (watched is null && seen > Value)
            {
                watched = (seen, running);
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private void Settle(long sequence) => Interlocked.Exchange(ref settled, Math.Max(Value, sequence));

    private async Task<string[]> Running(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Takers);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
