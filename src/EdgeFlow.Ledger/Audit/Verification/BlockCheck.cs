using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>
/// Checks the blocks of one tenant in order: numbers without a gap, each head made of its entries and the head before,
/// each signed by a key of the chain. Not thread safe.
/// </summary>
internal sealed class BlockCheck(KeyChain keys, string tenant, Findings findings)
{
    private byte[] link = ChainHash.Genesis(keys.Chain, tenant);
    private int ordinal;
    private long through;
    private DateTimeOffset sealedAt;

    /// <summary>The last block's number.</summary>
    public long Number { get; private set; }

    /// <summary>The events of all blocks.</summary>
    public long Events { get; private set; }

    /// <summary>Checks the next block.</summary>
    public void Next(SealedBlock block)
    {
        var head = block.Head;
        foreach (var (kind, problem) in Faults(head, block.Entries))
        {
            findings.Add(kind, tenant, $"block {head.Number} {problem}", head.Through);
        }

        // Whatever was wrong, the rest is compared with what this block says, so that one fault is told once.
        (link, Number, through, sealedAt) = (head.Head, head.Number, head.Through, head.SealedAt);
        ordinal = Math.Max(ordinal, keys.Find(head.KeyId)?.Ordinal ?? 0);
        Events += block.Entries.Count;
    }

    /// <summary>The tenant's chain so far.</summary>
    /// <param name="archived">How many of its events are in archives.</param>
    public AuditTenant ToTenant(long archived) =>
        new(tenant, Number, Events, archived, Convert.ToHexStringLower(link), sealedAt);

    private IEnumerable<(string Kind, string Problem)> Faults(Block head, IReadOnlyList<BlockEntry> entries)
    {
        if (head.Number != Number + 1)
        {
            yield return (
                AuditFindingKinds.Block, $"follows block {Number}: blocks between them were removed or renamed");
        }
        else if (!head.Previous.AsSpan().SequenceEqual(link))
        {
            yield return (AuditFindingKinds.Block, "does not carry the hash of the one before it");
        }

        if (head.SignatureFault(keys, ordinal) is { } fault)
        {
            yield return (AuditFindingKinds.Signature, fault);
        }

        if (!SealedBlock.LinkOf(head.Previous, entries).AsSpan().SequenceEqual(head.Head))
        {
            yield return (AuditFindingKinds.Block, "does not make its head: its list of events was changed");
        }

        var places = entries.Select(entry => entry.Sequence).Prepend(head.After).ToList();
        var isOrdered = places.Zip(places.Skip(1)).All(pair => pair.First < pair.Second);
        var isCounted = head.Events == entries.Count && head.Total == Events + entries.Count;
        if (!isCounted || head.After < through || !isOrdered || places[^1] > head.Through)
        {
            yield return (
                AuditFindingKinds.Block, "has events that are not in its range, not in order or not in its count");
        }
    }
}
