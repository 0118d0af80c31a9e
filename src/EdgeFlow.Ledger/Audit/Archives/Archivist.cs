using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Answers;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Subscriptions;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;
using EdgeFlow.Protocol.Problems;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Archives;

/// <summary>
/// Moves events of ended jobs out of the database: exported, checked as anybody would check the file, and only then
/// deleted under a signed mark. The blocks stay, so the chain still holds. One at a time; thread safe.
/// </summary>
public sealed class Archivist(
    PostgresEventStore store, ChainStore chain, KeyRing ring, Sealer sealer, ExportWriter writer, TimeProvider time)
    : IDisposable
{
    /// <summary>The most jobs of a tenant in one archive; who wants more asks again.</summary>
    public const int JobsMax = 10_000;

    // Only jobs whose every event is sealed, and published where events are.
    private const string SelectStreams =
        "select e.stream_id, array_agg(e.seq_id order by e.seq_id) from jobs j join mt_events e "
        + "on e.stream_id = 'job-' || j.job where j.ended_at < $1 and coalesce(e.tenant_id, '*DEFAULT*') = $2 "
        + "group by e.stream_id having max(e.seq_id) <= $3 order by max(e.seq_id) limit $4";

    private const string InsertMark = """
        insert into ledger_archives (tenant_id, number, seqs, file_name, file_sha256, key_id, signature, archived_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string CountHeld = """
        select count(*) from jobs j where j.ended_at < $1 and exists (
          select from mt_events e where e.stream_id = 'job-' || j.job and e.seq_id > $2)
        """;

    private readonly NpgsqlDataSource database = store.DataSource;
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Archives the jobs that ended before a moment, a file a tenant. Jobs whose events are not yet published
    /// to every topic that has a note stay, for an archived event is not published any more.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="isUnpublishedToo">Takes them all the same: such a topic is no longer used.</param>
    /// <param name="cancellationToken">Gives up; what was archived stays archived.</param>
    /// <exception cref="IOException">The file cannot be written; nothing was deleted.</exception>
    /// <exception cref="InvalidDataException">The file does not hold what was asked; nothing was deleted.</exception>
    public async Task<Answer<IReadOnlyList<AuditArchive>>> Archive(
        DateTimeOffset before, bool isUnpublishedToo, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (keys, signer) = await ring.Open(cancellationToken).ConfigureAwait(false);
            if (signer is null)
            {
                return Refusal.Of(
                    ProblemKinds.Conflict,
                    "This control plane does not hold the key that signs; ask the one that does.");
            }

            await sealer.Seal(cancellationToken).ConfigureAwait(false);
            var through = isUnpublishedToo ? long.MaxValue : await Published(cancellationToken).ConfigureAwait(false);
            var archives = new List<AuditArchive>();
            foreach (var tenant in await chain.Tenants(cancellationToken).ConfigureAwait(false))
            {
                if (await Archive(tenant, before, through, keys, signer, cancellationToken)
                    .ConfigureAwait(false) is { } made)
                {
                    archives.Add(made);
                }
            }

            var held = archives.Count == 0 ? await Held(before, through, cancellationToken).ConfigureAwait(false) : 0;
            return held == 0
                ? new Answer<IReadOnlyList<AuditArchive>>(archives, null)
                : Refusal.Of(
                    ProblemKinds.Conflict,
                    $"{held} jobs have events that are not yet published, and an archived event never is: see "
                    + "'edgeflow get outbox', or archive unpublished ones too, where nothing publishes any more.");
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<AuditArchive?> Archive(
        string tenant, DateTimeOffset before, long through, KeyChain keys, SigningKey signer,
        CancellationToken cancellationToken)
    {
        var (streams, sequences) = await Find(tenant, before, through, cancellationToken).ConfigureAwait(false);
        if (streams.Count == 0)
        {
            return null;
        }

        await using var count = database.CreateCommand(
            "select coalesce(max(number), 0) + 1 from ledger_archives where tenant_id = $1");
        count.Parameters.AddWithValue(tenant);
        var number = (long)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        var file = FileOf(keys.Chain, tenant, number);
        var request = new ExportRequest(tenant, null, null, $"archive {number}") { Streams = streams };
        var hash = await Write(file, request, sequences.Count, keys, signer, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var mark = new ArchiveMark(
            tenant, number, sequences, Path.GetFileName(file), hash, signer.Id,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), []);
        await Take(mark with { Signature = signer.Sign(mark.Statement(keys.Chain)) }, cancellationToken)
            .ConfigureAwait(false);
        return new AuditArchive(
            tenant, number, file, Convert.ToHexStringLower(hash), streams.Count, sequences.Count);
    }

    private async Task<(List<string> Streams, List<long> Sequences)> Find(
        string tenant, DateTimeOffset before, long through, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectStreams);
        select.Parameters.AddWithValue(before.ToUniversalTime());
        select.Parameters.AddWithValue(tenant);
        select.Parameters.AddWithValue(
            Math.Min(through, await chain.SealedThrough(cancellationToken).ConfigureAwait(false)));
        select.Parameters.AddWithValue(JobsMax);
        var (streams, sequences) = (new List<string>(), new List<long>());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            streams.Add(reader.GetString(0));
            sequences.AddRange(reader.GetFieldValue<long[]>(1));
        }

        sequences.Sort();
        return (streams, sequences);
    }

    // Everything up to here is published, or set aside in the operator's sight; nothing is where no topic has a note.
    private async Task<long> Published(CancellationToken cancellationToken) =>
        await store.LeastCheckpoint(PublishingNotes.Prefix, cancellationToken).ConfigureAwait(false) ?? long.MaxValue;

    private async Task<long> Held(DateTimeOffset before, long through, CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand(CountHeld);
        count.Parameters.AddWithValue(before.ToUniversalTime());
        count.Parameters.AddWithValue(through);
        return (long)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    // Nothing is deleted that the file does not prove to hold.
    private async Task<byte[]> Write(
        string file, ExportRequest request, int events, KeyChain keys, SigningKey signer,
        CancellationToken cancellationToken)
    {
        KeyFolder.MakePrivate(Path.GetDirectoryName(file)!);
        await using (var to = new FileStream(file, FileMode.Create, FileAccess.Write))
        {
            await writer.Write(request, keys, signer, to, cancellationToken).ConfigureAwait(false);
            to.Flush(flushToDisk: true);
        }

        await using var from = File.OpenRead(file);
        try
        {
            var report = await new ExportVerifier(time).Verify(from, keys.Keys[0].PublicKey, cancellationToken)
                .ConfigureAwait(false);
            if (!report.IsIntact || report.Events != events)
            {
                throw new InvalidDataException(
                    $"'{file}' holds {report.Events} events, not {events}, with {report.Findings.Count} findings; "
                    + "nothing was deleted.");
            }
        }
        catch (ExportException cause)
        {
            throw new InvalidDataException($"'{file}': {cause.Message}; nothing was deleted.", cause);
        }

        from.Position = 0;
        return await SHA256.HashDataAsync(from, cancellationToken).ConfigureAwait(false);
    }

    // The streams' own rows stay: an archived job's name cannot be taken again.
    private async Task Take(ArchiveMark mark, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var sequences = mark.Sequences.ToArray();
        await using var insert = new NpgsqlCommand(InsertMark, connection);
        insert.Parameters.AddWithValue(mark.Tenant);
        insert.Parameters.AddWithValue(mark.Number);
        insert.Parameters.AddWithValue(sequences);
        insert.Parameters.AddWithValue(mark.FileName);
        insert.Parameters.AddWithValue(mark.FileHash);
        insert.Parameters.AddWithValue(mark.KeyId);
        insert.Parameters.AddWithValue(mark.Signature);
        insert.Parameters.AddWithValue(mark.ArchivedAt);
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var delete = new NpgsqlCommand("delete from mt_events where seq_id = any ($1)", connection);
        delete.Parameters.AddWithValue(sequences);
        var deleted = await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (deleted != sequences.Length)
        {
            throw new InvalidDataException(
                $"{sequences.Length} events were to be archived and {deleted} were there; nothing was deleted.");
        }

        // A stored world in which one of these jobs goes on would never learn of its end.
        await using var forget = new NpgsqlCommand("delete from ledger_snapshots where sequence < $1", connection);
        forget.Parameters.AddWithValue(sequences[^1]);
        await forget.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    // A tenant's name may hold anything; its hash is a fit part of a file's name.
    private string FileOf(Guid id, string tenant, long number) => Path.Combine(
        ring.FolderOf(id).Path, "archives",
        $"archive-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant))[..4])}-{number}.jsonl");
}
