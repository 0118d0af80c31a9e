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
    // One row a tenant: the arrays cross to here in one piece. The end is a number that the sequence gave: a row beyond
    // was not appended, and would move the sealed place beyond the next ones.
    private const string SelectNew =
        $"select tenant, array_agg(seq_id order by seq_id), array_agg(stream_id order by seq_id), "
        + "array_agg(version order by seq_id), string_agg(body, ''::bytea order by seq_id) from ("
        + $"select {RowSql.Tenant} as tenant, seq_id, stream_id, version, {RowSql.Body} as body from mt_events "
        + "where seq_id > $1 and seq_id <= $2 order by seq_id limit $3) as fresh group by tenant";

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
            for (var total = 0; ;)
            {
                var after = await chain.SealedThrough(cancellationToken).ConfigureAwait(false);
                var batch = await Read(after, settled, cancellationToken).ConfigureAwait(false);
                if (batch.Count == 0 || !await Seal(batch, after, settled, cancellationToken).ConfigureAwait(false))
                {
                    return total;
                }

                total += batch.Count;
                if (batch.Count < options.BatchMax)
                {
                    return total;
                }
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<bool> Seal(
        Fresh batch, long after, long settled, CancellationToken cancellationToken)
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
        foreach (var (tenant, entries) in batch.Tenants)
        {
            if (await Missing(tenant, noted, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                Halted = missing;
                return false;
            }

            blocks.Add(await Make(
                keys.Chain, signer, tenant, after, batch.IsFull(options.BatchMax) ? batch.Last : settled, entries,
                cancellationToken).ConfigureAwait(false));
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

    private async Task<Fresh> Read(long after, long settled, CancellationToken cancellationToken)
    {
        var fresh = new Fresh(new SortedDictionary<string, BlockEntry[]>(StringComparer.Ordinal));
        if (settled <= after)
        {
            return fresh;
        }

        await using var select = events.DataSource.CreateCommand(SelectNew);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(settled);
        select.Parameters.AddWithValue(options.BatchMax);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            fresh.Tenants[reader.GetString(0)] = BlockEntry.Of(
                reader.GetFieldValue<long[]>(1), reader.GetFieldValue<string?[]>(2), reader.GetFieldValue<long[]>(3),
                reader.GetFieldValue<byte[]>(4));
        }

        return fresh;
    }

    /// <summary>Events that are not sealed yet, by tenant, each in order of sequence.</summary>
    private sealed record Fresh(SortedDictionary<string, BlockEntry[]> Tenants)
    {
        public int Count => Tenants.Values.Sum(entries => entries.Length);

        public long Last => Tenants.Values.Max(entries => entries[^1].Sequence);

        public bool IsFull(int most) => Count >= most;
    }
}
