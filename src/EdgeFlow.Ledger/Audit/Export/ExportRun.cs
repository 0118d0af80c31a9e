using System.Buffers;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>One pass over the lines of an export. Not thread safe.</summary>
internal sealed class ExportRun
{
    private const int MaxFindings = 1000;

    private readonly KeyChain keys;
    private readonly string tenant;
    private readonly bool isFiltered;
    private readonly List<AuditFinding> findings = [];
    private readonly ArrayBufferWriter<byte> scratch = new();
    private readonly byte[] link;
    private readonly byte[] hash = new byte[ChainHash.Size];
    private Block? block;
    private Block? last;
    private long blockLine;
    private long sequence;
    private int taken;
    private bool isTold;
    private long first;
    private long blocks;
    private long events;
    private long leftOut;
    private long findingsLeftOut;

    public ExportRun(KeyChain keys, string tenant, bool isFiltered)
    {
        (this.keys, this.tenant, this.isFiltered) = (keys, tenant, isFiltered);
        link = ChainHash.Genesis(keys.Chain, tenant);
        foreach (var fault in keys.Faults())
        {
            Found(AuditFindingKinds.Key, 1, fault);
        }
    }

    /// <summary>The last line, once it was read.</summary>
    public ExportManifest? Manifest { get; private set; }

    /// <summary>Takes the next line.</summary>
    public void Take(LineFields fields, long line, Func<byte[]> hashBefore)
    {
        if (fields.Has("block"))
        {
            End();
            Begin(fields, line);
        }
        else if (fields.Has("seq"))
        {
            Entry(fields, line);
        }
        else if (fields.Has("manifest"))
        {
            End();
            End(fields.Object("manifest"), line, hashBefore());
        }
        else
        {
            throw new ExportException(line, fields.Has("aborted")
                ? $"the export gave up: {Shown(fields.Text("aborted"))}"
                : "has none of 'block', 'seq' and 'manifest'");
        }
    }

    /// <summary>What was found, after the last line.</summary>
    public AuditFileReport Report(ReadOnlyMemory<byte>? trusted, LineReader lines, double elapsedMs)
    {
        var signer = keys.Find(Manifest!.KeyId);
        var isPinned = trusted is { } key && signer is not null && keys.IsVouchedFor(signer, key.Span);
        if (trusted is not null && !isPinned)
        {
            Found(
                AuditFindingKinds.Key, lines.Line,
                "the file is not signed by the given key, nor by one that came after it");
        }

        return new AuditFileReport(
            keys.Chain.ToString(), tenant, first, last?.Number ?? 0, events, leftOut,
            last is null ? null : Convert.ToHexStringLower(last.Head), AuditViews.Of(keys), Manifest.KeyId, isPinned,
            findings, findingsLeftOut, lines.Bytes, elapsedMs);
    }

    private void Begin(LineFields fields, long line)
    {
        block = new Block(
            tenant, fields.Number("block", 1), fields.Number("after"), fields.Number("through"),
            (int)Math.Min(fields.Number("events", 1), int.MaxValue), fields.Number("total", 1),
            fields.Hex("previous", ChainHash.Size), fields.Hex("head", ChainHash.Size), fields.Text("key"),
            fields.Time("sealedAt"), fields.Hex("signature", Ed25519.SignatureBytes));
        (blockLine, taken, isTold, sequence) = (line, 0, false, block.After);
        first = blocks == 0 ? block.Number : first;
        blocks++;
        var expected = (last?.Number ?? 0) + 1;
        if (block.Number < expected || (block.Number > expected && !isFiltered))
        {
            Found(AuditFindingKinds.Block, line, $"block {block.Number} stands where block {expected} belongs");
        }
        else if (block.Number == expected && !block.Previous.AsSpan().SequenceEqual(link))
        {
            Found(AuditFindingKinds.Block, line, $"block {block.Number} does not carry the hash of the one before it");
        }

        if (block.SignatureFault(keys, last is null ? 0 : keys.Find(last.KeyId)?.Ordinal ?? 0) is { } fault)
        {
            Found(AuditFindingKinds.Signature, line, $"block {block.Number} {Shown(fault)}");
        }

        block.Previous.CopyTo(link, 0);
    }

    private void Entry(LineFields fields, long line)
    {
        if (block is null)
        {
            throw new ExportException(line, "an event stands before the first block");
        }

        var seq = fields.Number("seq");
        if (seq <= sequence || seq > block.Through)
        {
            Found(
                AuditFindingKinds.Reordered, line,
                $"the event stands outside of its block or not in order: {sequence} is before it", seq);
        }

        (sequence, taken) = (seq, taken + 1);
        if (fields.Has("leaf"))
        {
            leftOut++;
            ChainHash.Link(link, fields.Hex("leaf", ChainHash.Size), link);
            return;
        }

        events++;
        var row = Row(fields, seq);
        row.Hash(scratch, hash);
        ChainHash.Leaf(seq, row.Version, row.Stream, hash, hash);
        ChainHash.Link(link, hash, link);
        var claimed = fields.Hex("hash", ChainHash.Size);
        if (!claimed.AsSpan().SequenceEqual(link) || (row.Tenant ?? RowSql.DefaultTenant) != tenant)
        {
            isTold = true;
            Found(
                AuditFindingKinds.Edited, line,
                "the event is not what was sealed, or a line before it is missing or too many", seq, row);
            claimed.CopyTo(link, 0);
        }
    }

    private static EventRow Row(LineFields fields, long seq) => new(
        seq, fields.OptionalText("stream"), fields.Number("version"), fields.Id("id"), fields.Text("type"),
        fields.RowTime("at"), fields.OptionalText("tenant"), fields.OptionalText("dotnet"),
        fields.OptionalText("correlation"), fields.OptionalText("causation"), fields.OptionalFlag("archived"),
        fields.Has("headers") ? (ReadOnlyMemory<byte>?)fields.Raw("headers").ToArray() : null,
        fields.Has("binary") ? fields.Base64("binary") : null, fields.Raw("data").ToArray());

    // The block that was read so far is over.
    private void End()
    {
        if (block is null)
        {
            return;
        }

        if (taken != block.Events)
        {
            Found(
                taken < block.Events ? AuditFindingKinds.Deleted : AuditFindingKinds.Inserted, blockLine,
                $"block {block.Number} was sealed with {block.Events} events and has {taken} here");
        }
        else if (!isTold && !link.AsSpan().SequenceEqual(block.Head))
        {
            Found(AuditFindingKinds.Edited, blockLine, $"the events of block {block.Number} do not make its head");
        }

        block.Head.CopyTo(link, 0);
        (last, block) = (block, null);
    }

    private void End(LineFields fields, long line, byte[] hashBefore)
    {
        Manifest = new ExportManifest(
            fields.Number("blocks", 0), fields.Number("events", 0), fields.Number("leftOut", 0),
            fields.Hex("sha256", ChainHash.Size), fields.Text("key"),
            fields.Hex("signature", Ed25519.SignatureBytes));
        if ((Manifest.Blocks, Manifest.Events, Manifest.LeftOut) != (blocks, events, leftOut)
            || !Manifest.Hash.AsSpan().SequenceEqual(hashBefore))
        {
            Found(
                AuditFindingKinds.Edited, line,
                "the lines are not those that the manifest names: the file was changed");
        }

        if (keys.Find(Manifest.KeyId) is not { } key
            || !Ed25519.IsSigned(key.PublicKey, Manifest.Statement(keys.Chain), Manifest.Signature))
        {
            Found(AuditFindingKinds.Signature, line, "the manifest is not signed by a key of the chain");
        }
    }

    private void Found(string kind, long line, string problem, long? seq = null, EventRow? row = null)
    {
        if (findings.Count < MaxFindings)
        {
            findings.Add(new AuditFinding(
                kind, tenant, seq, row?.Stream is { } stream ? Shown(stream) : null, row?.Version, line, problem));
        }
        else
        {
            findingsLeftOut++;
        }
    }

    // A text of a hostile file must not be long, nor steer a terminal.
    private static string Shown(string text)
    {
        const int Most = 200;
        return string.Concat(text.Take(Most).Select(c => char.IsControl(c) ? '?' : c));
    }
}
