namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>What a block remembers of an event: its place, and the hash of its body. Immutable.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Stream">Its stream; null where the row had none.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Body">32 bytes.</param>
public readonly record struct BlockEntry(long Sequence, string? Stream, long Version, ReadOnlyMemory<byte> Body)
{
    /// <summary>Entries of arrays that have one item an event; none when they do not belong together.</summary>
    /// <param name="sequences">Their sequence numbers.</param>
    /// <param name="streams">Their streams.</param>
    /// <param name="versions">Their versions.</param>
    /// <param name="bodies">Their bodies, 32 bytes each.</param>
    public static BlockEntry[] Of(long[] sequences, string?[] streams, long[] versions, byte[] bodies)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(bodies);
        var count = sequences.Length;
        if (streams.Length != count || versions.Length != count || bodies.Length != ChainHash.Size * count)
        {
            return [];
        }

        var entries = new BlockEntry[count];
        for (var i = 0; i < count; i++)
        {
            var body = bodies.AsMemory(ChainHash.Size * i, ChainHash.Size);
            entries[i] = new BlockEntry(sequences[i], streams[i], versions[i], body);
        }

        return entries;
    }

    /// <summary>The event's leaf.</summary>
    /// <param name="leaf">Gets the 32 bytes.</param>
    public void Leaf(Span<byte> leaf) => ChainHash.Leaf(Sequence, Version, Stream, Body.Span, leaf);
}
