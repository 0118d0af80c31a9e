using System.Buffers;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>A tenant's new events on their way into a block; its memory serves one block after the other. Not thread
/// safe.</summary>
internal sealed class BlockDraft
{
    private readonly ArrayBufferWriter<byte> entries = new();
    private readonly ArrayBufferWriter<byte> leaves = new();

    /// <summary>How many events it has.</summary>
    public int Events { get; private set; }

    /// <summary>Its entries as they are stored.</summary>
    public ReadOnlyMemory<byte> Entries => entries.WrittenMemory;

    /// <summary>Takes the next event.</summary>
    /// <param name="sequence">Its sequence number, above that of the one before.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="hasStream">Whether the row has a stream.</param>
    /// <param name="stream">Its stream's name in UTF-8; empty where it has none.</param>
    /// <param name="body">The hash of all other columns.</param>
    public void Add(
        long sequence, long version, bool hasStream, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> body)
    {
        PackedEntries.Add(entries, sequence, version, hasStream, stream, body);
        ChainHash.Leaf(sequence, version, hasStream, stream, body, leaves.GetSpan(ChainHash.Size));
        leaves.Advance(ChainHash.Size);
        Events++;
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="entry">Its entry as it is stored.</param>
    public void Add(ReadOnlySpan<byte> entry)
    {
        entries.Write(entry);
        PackedEntries.Leaf(entry, leaves.GetSpan(ChainHash.Size));
        leaves.Advance(ChainHash.Size);
        Events++;
    }

    /// <summary>Forgets its events.</summary>
    public void Clear()
    {
        entries.ResetWrittenCount();
        leaves.ResetWrittenCount();
        Events = 0;
    }

    /// <summary>The link of the last event.</summary>
    /// <param name="previous">The link before the first.</param>
    public byte[] Head(ReadOnlySpan<byte> previous)
    {
        var link = previous.ToArray();
        for (var rest = leaves.WrittenSpan; !rest.IsEmpty; rest = rest[ChainHash.Size..])
        {
            ChainHash.Link(link, rest[..ChainHash.Size], link);
        }

        return link;
    }
}
