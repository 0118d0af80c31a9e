using EdgeFlow.Ledger.Audit.Archives;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>Which events were archived, as far as the marks are signed.</summary>
internal sealed class ArchiveMarks(NpgsqlDataSource database)
{
    private const string Select = """
        select tenant_id, number, seqs, file_name, file_sha256, key_id, signature, archived_at from ledger_archives
        order by tenant_id, number
        """;

    /// <summary>
    /// The sequence numbers under signed marks; a mark that is not signed is told and does not count.
    /// </summary>
    public async Task<IReadOnlySet<long>> Read(KeyChain keys, Findings findings, CancellationToken cancellationToken)
    {
        var archived = new HashSet<long>();
        await using var select = database.CreateCommand(Select);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var mark = new ArchiveMark(
                reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<long[]>(2), reader.GetString(3),
                reader.GetFieldValue<byte[]>(4), reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(7),
                reader.GetFieldValue<byte[]>(6));
            if (mark.IsSigned(keys))
            {
                archived.UnionWith(mark.Sequences);
            }
            else
            {
                findings.Add(
                    AuditFindingKinds.Signature, mark.Tenant,
                    $"archive {mark.Number} is not signed by a key of the chain: what it names counts as deleted");
            }
        }

        return archived;
    }
}
