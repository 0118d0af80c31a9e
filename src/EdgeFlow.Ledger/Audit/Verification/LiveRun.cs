using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>One pass over the blocks and the rows of a database, side by side. Not thread safe.</summary>
internal sealed class LiveRun(KeyChain keys, Action<AuditProgress>? progress)
{
    private readonly SortedDictionary<string, BlockCheck> tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> archivedOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, (string Tenant, BlockEntry Entry)> expected = [];
    private long blocks;

    /// <summary>The chain's keys.</summary>
    public KeyChain Keys => keys;

    /// <summary>What was found.</summary>
    public Findings Findings { get; } = new();

    /// <summary>The sequence numbers of events that are in archives.</summary>
    public IReadOnlySet<long> Archived { get; set; } = new HashSet<long>();

    /// <summary>The row that was read and not compared yet.</summary>
    public (string Tenant, BlockEntry Entry)? Row { get; set; }

    /// <summary>Rows that were compared.</summary>
    public long Rows { get; private set; }

    /// <summary>The end of the batch.</summary>
    public long Through { get; private set; }

    /// <summary>Takes the blocks that were sealed together.</summary>
    public void Begin(IReadOnlyList<SealedBlock> batch)
    {
        Through = batch[0].Head.Through;
        blocks += batch.Count;
        foreach (var block in batch)
        {
            if (!tenants.TryGetValue(block.Head.Tenant, out var check))
            {
                tenants[block.Head.Tenant] = check = new BlockCheck(keys, block.Head.Tenant, Findings);
            }

            check.Next(block);
            foreach (var entry in block.Entries)
            {
                expected[entry.Sequence] = (block.Head.Tenant, entry);
            }
        }
    }

    /// <summary>Compares the row with what was sealed in its place.</summary>
    public void CompareRow()
    {
        var (tenant, actual) = Row!.Value;
        (Row, Rows) = (null, Rows + 1);
        if (!expected.Remove(actual.Sequence, out var wanted))
        {
            Findings.Add(new Deviation(tenant, null, actual));
        }
        else if (!IsSame(wanted.Entry, actual))
        {
            Findings.Add(new Deviation(wanted.Tenant, wanted.Entry, actual));
        }
    }

    /// <summary>What was sealed and did not come is archived or deleted.</summary>
    public void End()
    {
        foreach (var (sequence, (tenant, entry)) in expected)
        {
            if (Archived.Contains(sequence))
            {
                archivedOf[tenant] = archivedOf.GetValueOrDefault(tenant) + 1;
            }
            else
            {
                Findings.Add(new Deviation(tenant, entry, null));
            }
        }

        expected.Clear();
    }

    /// <summary>Tells how far it is.</summary>
    public void Tell() => progress?.Invoke(new AuditProgress(Rows, blocks));

    /// <summary>The chains that were seen, by tenant.</summary>
    public IReadOnlyList<AuditTenant> Tenants() =>
        [.. tenants.Select(pair => pair.Value.ToTenant(archivedOf.GetValueOrDefault(pair.Key)))];

    private static bool IsSame(BlockEntry sealedAs, BlockEntry found) =>
        sealedAs.Stream == found.Stream && sealedAs.Version == found.Version
        && sealedAs.Body.Span.SequenceEqual(found.Body.Span);
}
