using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// The entries of a block as they are stored: for each sequence (int64), version (int64), body (32 bytes), the length
/// of the stream's name (int32, −1 for none) and the name in UTF-8; numbers are big-endian.
/// </summary>
internal static class PackedEntries
{
    private const int LengthPlace = (2 * sizeof(long)) + ChainHash.Size;
    private const int HeadBytes = LengthPlace + sizeof(int);

    /// <summary>Adds an entry.</summary>
    /// <param name="to">What was packed before.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="hasStream">Whether the row has a stream.</param>
    /// <param name="stream">Its stream's name in UTF-8; empty where it has none.</param>
    /// <param name="body">The hash of all other columns.</param>
    public static void Add(
        ArrayBufferWriter<byte> to, long sequence, long version, bool hasStream, ReadOnlySpan<byte> stream,
        ReadOnlySpan<byte> body)
    {
        var bytes = to.GetSpan(HeadBytes + stream.Length);
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], version);
        body.CopyTo(bytes[(2 * sizeof(long))..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[LengthPlace..], hasStream ? stream.Length : -1);
        stream.CopyTo(bytes[HeadBytes..]);
        to.Advance(HeadBytes + stream.Length);
    }

    /// <summary>Bytes of an entry whose stream's name has so many.</summary>
    public static int Bytes(int name) => HeadBytes + name;

    /// <summary>The sequence number of an entry.</summary>
    public static long Sequence(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64BigEndian(entry);

    /// <summary>The leaf of an entry.</summary>
    /// <param name="entry">What <see cref="Add"/> wrote.</param>
    /// <param name="leaf">Gets the 32 bytes.</param>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> leaf) => ChainHash.Leaf(
        Sequence(entry), BinaryPrimitives.ReadInt64BigEndian(entry[sizeof(long)..]),
        BinaryPrimitives.ReadInt32BigEndian(entry[LengthPlace..]) >= 0, entry[HeadBytes..],
        entry.Slice(2 * sizeof(long), ChainHash.Size), leaf);

    /// <summary>The entries; none when the bytes are no entries: then the block does not make its head.</summary>
    public static IReadOnlyList<BlockEntry> Read(ReadOnlyMemory<byte> packed)
    {
        var entries = new List<BlockEntry>();
        for (var rest = packed; !rest.IsEmpty;)
        {
            if (rest.Length < HeadBytes)
            {
                return [];
            }

            var bytes = rest.Span;
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[LengthPlace..]);
            if (length < -1 || length > rest.Length - HeadBytes)
            {
                return [];
            }

            entries.Add(new BlockEntry(
                BinaryPrimitives.ReadInt64BigEndian(bytes),
                length < 0 ? null : Encoding.UTF8.GetString(bytes.Slice(HeadBytes, length)),
                BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(long)..]),
                rest.Slice(2 * sizeof(long), ChainHash.Size)));
            rest = rest[(HeadBytes + Math.Max(length, 0))..];
        }

        return entries;
    }
}
