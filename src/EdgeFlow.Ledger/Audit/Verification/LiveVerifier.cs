using System.Buffers;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>
/// Checks the chain against the rows of the database, computing every hash here: nothing that the database computes is
/// trusted. Reads each row once; memory is bounded by the largest block and the list of archived events. Thread safe.
/// </summary>
public sealed class LiveVerifier(NpgsqlDataSource database, ChainStore chain, KeyRing ring, TimeProvider time)
{
    private const int ProgressEvery = 4096;

    private const string SelectRows =
        $"select {RowSql.Columns} from mt_events where seq_id <= $1 order by seq_id";

    /// <summary>Checks everything that is sealed.</summary>
    /// <param name="progress">Is told from time to time how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditReport> Verify(Action<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var keys = await chain.Keys(cancellationToken).ConfigureAwait(false);
        var run = new LiveRun(keys, progress);
        foreach (var fault in keys.Faults())
        {
            run.Findings.Add(AuditFindingKinds.Key, null, fault);
        }

        var through = await chain.SealedThrough(cancellationToken).ConfigureAwait(false);
        await Compare(run, through, cancellationToken).ConfigureAwait(false);
        await CompareHeads(run, keys, cancellationToken).ConfigureAwait(false);
        await new StreamCheck(database).Run(run.Findings, cancellationToken).ConfigureAwait(false);
        var unsealed = await new StreamCheck(database).Unsealed(through, run.Findings, cancellationToken)
            .ConfigureAwait(false);
        var (listed, leftOut) = run.Findings.Told();
        return new AuditReport(
            keys.Chain.ToString(), run.Tenants(), AuditViews.Of(keys), listed, leftOut, unsealed,
            time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task Compare(LiveRun run, long through, CancellationToken cancellationToken)
    {
        // The rows are those of one moment; the marks of archives are read after it, so that none is missed.
        await using var select = database.CreateCommand(SelectRows);
        select.Parameters.AddWithValue(through);
        select.CommandTimeout = 0;
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        run.Archived = await new ArchiveMarks(database).Read(run.Keys, run.Findings, cancellationToken)
            .ConfigureAwait(false);
        var scratch = new ArrayBufferWriter<byte>();
        var blocks = chain.AllBlocks(through, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in blocks)
        {
            run.Begin(batch);
            while (run.Row is { } row ? row.Entry.Sequence <= run.Through
                : await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                run.Row ??= Entry(RowSql.Read(reader), scratch);
                if (run.Row.Value.Entry.Sequence > run.Through)
                {
                    break;
                }

                run.CompareRow();
                if (run.Rows % ProgressEvery == 0)
                {
                    run.Tell();
                }
            }

            run.End();
        }

        run.Tell();
    }

    private static (string Tenant, BlockEntry Entry) Entry(EventRow row, ArrayBufferWriter<byte> scratch)
    {
        var body = new byte[ChainHash.Size];
        row.Hash(scratch, body);
        return (row.Tenant ?? RowSql.DefaultTenant, new BlockEntry(row.Sequence, row.Stream, row.Version, body));
    }

    // What was signed here and is not there any more was removed, even if the rest hangs together.
    private async Task CompareHeads(LiveRun run, KeyChain keys, CancellationToken cancellationToken)
    {
        foreach (var (tenant, noted) in HeadFile.Open(ring.FolderOf(keys.Chain).Path).Heads)
        {
            var found = await chain.HeadOf(tenant, noted.Number, cancellationToken).ConfigureAwait(false);
            if (found is null || Convert.ToHexStringLower(found) != noted.Head)
            {
                run.Findings.Add(
                    AuditFindingKinds.Block, tenant,
                    $"block {noted.Number}, which this control plane signed, "
                    + (found is null ? "was removed" : "is another one now"));
            }
        }
    }
}
