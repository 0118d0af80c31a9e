using EdgeFlow.EventStore;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// Links new events into the chains of their tenants and signs the heads: in order of sequence, skipping none. Any
/// number may run; only who holds the key seals, and of two that seal the same events one stores nothing. Thread safe.
/// </summary>
public sealed class Sealer(
    PostgresEventStore events, ChainStore chain, KeyRing ring, AuditOptions options, TimeProvider time) : IDisposable
{
    // One row a tenant: the arrays cross to here in one piece. Between two numbers and without a limit: the server
    // hashes rows before it sorts and cuts them, those too that a limit would leave for the next batch.
    private const string SelectNew =
        $"select tenant, array_agg(seq_id order by seq_id), array_agg(stream_id order by seq_id), "
        + "array_agg(version order by seq_id), string_agg(body, ''::bytea order by seq_id) from ("
        + $"select {RowSql.Tenant} as tenant, seq_id, stream_id, version, {RowSql.Body} as body from mt_events "
        + "where seq_id > $1 and seq_id <= $2) as fresh group by tenant";

    private const string SelectNext = "select min(seq_id) from mt_events where seq_id > $1 and seq_id <= $2";

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Why nothing is sealed; null while all is well. It does not go away by itself.</summary>
    public string? Halted { get; private set; }

    /// <summary>Seals every event that can be sealed now.</summary>
    /// <returns>How many were sealed by this call.</returns>
    /// <exception cref="NpgsqlException">The database failed; what was sealed stays sealed.</exception>
    /// <exception cref="InvalidDataException">The key's file or the file of heads is damaged.</exception>
    public async Task<int> Seal(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var settled = await events.Settled(cancellationToken).ConfigureAwait(false);
            var after = await chain.SealedThrough(cancellationToken).ConfigureAwait(false);
            var total = 0;
            while (await Next(after, settled, cancellationToken).ConfigureAwait(false) is { } first)
            {
                // A row beyond the number that is settled was not appended, and would move the sealed place beyond the
                // next ones.
                var through = Math.Min(settled, first - 1 + options.BatchMax);
                var batch = await Read(first - 1, through, cancellationToken).ConfigureAwait(false);
                if (!await Seal(batch, after, through, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }

                (after, total) = (through, total + batch.Values.Sum(entries => entries.Length));
            }

            return total;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<bool> Seal(
        SortedDictionary<string, BlockEntry[]> batch, long after, long through, CancellationToken cancellationToken)
    {
        var (keys, signer) = await ring.Open(cancellationToken).ConfigureAwait(false);
        if (signer is null)
        {
            Halted = $"the private key {keys.Active?.Id} is not in '{ring.FolderOf(keys.Chain).Path}': another control "
                + "plane has it, or it was removed";
            return false;
        }

        var noted = HeadFile.Open(ring.FolderOf(keys.Chain).Path);
        var blocks = new List<SealedBlock>();
        foreach (var (tenant, entries) in batch)
        {
            if (await Missing(tenant, noted, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                Halted = missing;
                return false;
            }

            blocks.Add(await Make(
                keys.Chain, signer, tenant, after, through, entries, cancellationToken).ConfigureAwait(false));
        }

        if (await chain.Add(blocks, cancellationToken).ConfigureAwait(false))
        {
            noted.Note(blocks.Select(block => block.Head));
            Halted = null;
            return true;
        }

        return false;
    }

    // To go on behind removed blocks would sign what somebody made of the past.
    private async Task<string?> Missing(string tenant, HeadFile noted, CancellationToken cancellationToken)
    {
        if (!noted.Heads.TryGetValue(tenant, out var head))
        {
            return null;
        }

        var found = await chain.HeadOf(tenant, head.Number, cancellationToken).ConfigureAwait(false);
        return found is not null && Convert.ToHexStringLower(found) == head.Head
            ? null
            : $"block {head.Number} of tenant '{tenant}', which was signed here, is "
                + (found is null ? "not in the database any more" : "another one in the database now");
    }

    private async Task<SealedBlock> Make(
        Guid id, SigningKey signer, string tenant, long after, long through, BlockEntry[] entries,
        CancellationToken cancellationToken)
    {
        var last = await chain.Last(tenant, cancellationToken).ConfigureAwait(false);
        var previous = last?.Head ?? ChainHash.Genesis(id, tenant);
        var now = time.GetUtcNow();
        var head = new Block(
            tenant, (last?.Number ?? 0) + 1, after, through, entries.Length,
            (last?.Total ?? 0) + entries.Length, previous,
            SealedBlock.LinkOf(previous, entries), signer.Id,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), []);
        return new SealedBlock(head.Signed(id, signer), entries);
    }

    /// <summary>The first event behind a number; null when there is none up to what is settled.</summary>
    private async Task<long?> Next(long after, long settled, CancellationToken cancellationToken)
    {
        await using var select = events.DataSource.CreateCommand(SelectNext);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(settled);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    /// <summary>Events by tenant, each in order of sequence.</summary>
    private async Task<SortedDictionary<string, BlockEntry[]>> Read(
        long after, long through, CancellationToken cancellationToken)
    {
        var tenants = new SortedDictionary<string, BlockEntry[]>(StringComparer.Ordinal);
        await using var select = events.DataSource.CreateCommand(SelectNew);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(through);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            tenants[reader.GetString(0)] = BlockEntry.Of(
                reader.GetFieldValue<long[]>(1), reader.GetFieldValue<string?[]>(2), reader.GetFieldValue<long[]>(3),
                reader.GetFieldValue<byte[]>(4));
        }

        return tenants;
    }
}
