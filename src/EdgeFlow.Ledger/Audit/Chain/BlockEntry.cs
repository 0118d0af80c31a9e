namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>What a block remembers of an event: its place, and the hash of its body. Immutable.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Stream">Its stream; null where the row had none.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Body">32 bytes.</param>
public readonly record struct BlockEntry(long Sequence, string? Stream, long Version, ReadOnlyMemory<byte> Body)
{
    /// <summary>The event's leaf.</summary>
    /// <param name="leaf">Gets the 32 bytes.</param>
    public void Leaf(Span<byte> leaf) => ChainHash.Leaf(Sequence, Version, Stream, Body.Span, leaf);
}
