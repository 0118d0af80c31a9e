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
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly NewEvents fresh = new(events);

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
            while (await fresh.Next(after, settled, cancellationToken).ConfigureAwait(false) is { } first)
            {
                // A row beyond the number that is settled was not appended, and would move the sealed place beyond the
                // next ones.
                var through = Math.Min(settled, first - 1 + options.BatchMax);
                var batch = await fresh.Read(first - 1, through, cancellationToken).ConfigureAwait(false);
                if (!await Seal(batch.Tenants, after, through, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }

                (after, total) = (through, total + batch.Events);
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
        IReadOnlyDictionary<string, BlockDraft> batch, long after, long through, CancellationToken cancellationToken)
    {
        var (keys, signer) = await ring.Open(cancellationToken).ConfigureAwait(false);
        if (signer is null)
        {
            Halted = $"the private key {keys.Active?.Id} is not in '{ring.FolderOf(keys.Chain).Path}': another control "
                + "plane has it, or it was removed";
            return false;
        }

        fresh.Watch();
        var noted = HeadFile.Open(ring.FolderOf(keys.Chain).Path);
        var blocks = new List<(Block Head, ReadOnlyMemory<byte> Entries)>();
        foreach (var (tenant, draft) in batch)
        {
            if (await Missing(tenant, noted, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                Halted = missing;
                return false;
            }

            var head = await Make(keys.Chain, signer, tenant, after, through, draft, cancellationToken)
                .ConfigureAwait(false);
            blocks.Add((head, draft.Entries));
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

    private async Task<Block> Make(
        Guid id, SigningKey signer, string tenant, long after, long through, BlockDraft draft,
        CancellationToken cancellationToken)
    {
        var last = await chain.Last(tenant, cancellationToken).ConfigureAwait(false);
        var previous = last?.Head ?? ChainHash.Genesis(id, tenant);
        var now = time.GetUtcNow();
        var head = new Block(
            tenant, (last?.Number ?? 0) + 1, after, through, draft.Events,
            (last?.Total ?? 0) + draft.Events, previous, draft.Head(previous), signer.Id,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), []);
        return head.Signed(id, signer);
    }
}
