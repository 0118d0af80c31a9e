namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>A block with what it remembers of each event.</summary>
/// <param name="Head">The signed head.</param>
/// <param name="Entries">Its events, in order of sequence.</param>
public sealed record SealedBlock(Block Head, IReadOnlyList<BlockEntry> Entries)
{
    /// <summary>The link after the last of some events.</summary>
    /// <param name="previous">The link before the first.</param>
    /// <param name="entries">The events in order.</param>
    public static byte[] LinkOf(ReadOnlySpan<byte> previous, IEnumerable<BlockEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var link = previous.ToArray();
        Span<byte> leaf = stackalloc byte[ChainHash.Size];
        foreach (var entry in entries)
        {
            entry.Leaf(leaf);
            ChainHash.Link(link, leaf, link);
        }

        return link;
    }
}
