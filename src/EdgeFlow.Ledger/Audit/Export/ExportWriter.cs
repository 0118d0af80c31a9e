using System.Buffers;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Signatures;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>
/// Writes sealed events as JSON lines with a signed manifest (docs/ledger/audit.md). It streams: memory is bounded by
/// one
/// block. Every row is compared with what was sealed while it is written. Thread safe.
/// </summary>
public sealed class ExportWriter(NpgsqlDataSource database, ChainStore chain, KeyRing ring, TimeProvider time)
{
    private const string SelectRows =
        $"select {RowSql.Columns}, (timestamp >= $4 and timestamp < $5 "
        + "and ($6::text[] is null or stream_id = any ($6))) "
        + $"from mt_events where {RowSql.Tenant} = $1 and seq_id > $2 and seq_id <= $3 order by seq_id";

    private const string SelectAny =
        "select exists (select 1 from mt_events where seq_id = any ($1) and timestamp >= $2 and timestamp < $3 "
        + "and ($4::text[] is null or stream_id = any ($4)))";

    /// <summary>The key to sign with; null when this control plane does not have it, and cannot export.</summary>
    public async Task<(KeyChain Keys, SigningKey? Signer)> Keys(CancellationToken cancellationToken) =>
        await ring.Open(cancellationToken).ConfigureAwait(false);

    /// <summary>Writes an export.</summary>
    /// <param name="request">Which events.</param>
    /// <param name="keys">The chain's keys.</param>
    /// <param name="signer">The key in use.</param>
    /// <param name="to">Where the lines go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The manifest; null when a row is not what was sealed: the last line says which.</returns>
    public async Task<ExportManifest?> Write(
        ExportRequest request, KeyChain keys, SigningKey signer, Stream to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(signer);
        using var lines = new ExportLines(to);
        await lines.Line(json => ExportLines.Header(json, request, keys, time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
        var (blocks, events, leftOut) = (0L, 0L, 0L);
        await foreach (var block in chain.Blocks(request.Tenant, 0, cancellationToken).ConfigureAwait(false))
        {
            if (request.IsFiltered && !await HasAny(request, block, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var written = await WriteBlock(request, block, lines, cancellationToken).ConfigureAwait(false);
            if (written.Fault is { } fault)
            {
                await lines.Line(json => json.WriteString("aborted", fault), cancellationToken).ConfigureAwait(false);
                await lines.Flush(cancellationToken).ConfigureAwait(false);
                return null;
            }

            (blocks, events, leftOut) = (blocks + 1, events + written.Events, leftOut + written.LeftOut);
        }

        var hash = await lines.HashSoFar(cancellationToken).ConfigureAwait(false);
        var manifest = new ExportManifest(blocks, events, leftOut, hash, signer.Id, []).Signed(keys.Chain, signer);
        await lines.Line(manifest.Write, cancellationToken).ConfigureAwait(false);
        await lines.Flush(cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    private async Task<(long Events, long LeftOut, string? Fault)> WriteBlock(
        ExportRequest request, SealedBlock block, ExportLines lines, CancellationToken cancellationToken)
    {
        await lines.Line(json => ExportLines.Head(json, block.Head), cancellationToken).ConfigureAwait(false);
        await using var select = database.CreateCommand(SelectRows);
        select.Parameters.AddWithValue(request.Tenant);
        select.Parameters.AddWithValue(block.Head.After);
        select.Parameters.AddWithValue(block.Head.Through);
        AddFilter(select, request);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var link = new BlockLink(block.Head.Previous);
        var events = 0L;
        var more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var entry in block.Entries)
        {
            if (more && reader.GetInt64(0) < entry.Sequence)
            {
                return (0, 0, $"event {reader.GetInt64(0)} was not sealed; run 'audit verify'");
            }

            if (!more || reader.GetInt64(0) > entry.Sequence)
            {
                // It is in an archive, or deleted: 'audit verify' tells which. Its leaf keeps the block whole.
                link.Add(entry);
                await lines.Line(json => ExportLines.LeftOut(json, entry), cancellationToken).ConfigureAwait(false);
                continue;
            }

            var row = RowSql.Read(reader);
            if (!link.IsSealed(row, entry))
            {
                return (0, 0, $"event {row.Sequence} is not what was sealed; run 'audit verify'");
            }

            link.Add(entry);
            var isWanted = reader.GetBoolean(RowSql.ColumnCount);
            await lines.Line(
                json =>
                {
                    if (isWanted)
                    {
                        ExportLines.Event(json, row, link.Current);
                    }
                    else
                    {
                        ExportLines.LeftOut(json, entry);
                    }
                },
                cancellationToken).ConfigureAwait(false);
            events += isWanted ? 1 : 0;
            more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return (events, block.Entries.Count - events, null);
    }

    private async Task<bool> HasAny(ExportRequest request, SealedBlock block, CancellationToken cancellationToken)
    {
        if (StreamsOf(request) is [var only] && block.Entries.All(entry => entry.Stream != only))
        {
            return false;
        }

        await using var select = database.CreateCommand(SelectAny);
        select.Parameters.AddWithValue(block.Entries.Select(entry => entry.Sequence).ToArray());
        AddFilter(select, request);
        return (bool)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static void AddFilter(NpgsqlCommand to, ExportRequest request)
    {
        to.Parameters.AddWithValue((request.Since ?? DateTimeOffset.MinValue).ToUniversalTime());
        to.Parameters.AddWithValue((request.Until ?? DateTimeOffset.MaxValue).ToUniversalTime());
        to.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
            (object?)StreamsOf(request)?.ToArray() ?? DBNull.Value);
    }

    private static IReadOnlyList<string>? StreamsOf(ExportRequest request) =>
        request.Streams ?? (request.Stream is { } stream ? [stream] : null);

    /// <summary>The link that moves along a block.</summary>
    private sealed class BlockLink(byte[] previous)
    {
        private readonly ArrayBufferWriter<byte> scratch = new();
        private readonly byte[] link = [.. previous];
        private readonly byte[] hash = new byte[ChainHash.Size];

        public ReadOnlySpan<byte> Current => link;

        public void Add(BlockEntry entry)
        {
            entry.Leaf(hash);
            ChainHash.Link(link, hash, link);
        }

        public bool IsSealed(EventRow row, BlockEntry entry)
        {
            row.Hash(scratch, hash);
            return row.Stream == entry.Stream && row.Version == entry.Version
                && hash.AsSpan().SequenceEqual(entry.Body.Span);
        }
    }
}
