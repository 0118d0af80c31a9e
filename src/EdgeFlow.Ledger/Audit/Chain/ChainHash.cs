using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// The hashes of the chain, all SHA-256: an event's leaf is made of its place and its body, and its link of the link
/// before it and its leaf. So each event carries the hash of the one before, and one hash at the end stands for all.
/// </summary>
public static class ChainHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    // Of a stream's name on the stack; a longer one is rare and costs an allocation.
    private const int StackBytes = 512;
    private const int HeadBytes = (2 * sizeof(long)) + Size + 1;

    /// <summary>The link before the first event of a tenant.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="tenant">The tenant.</param>
    public static byte[] Genesis(Guid chain, string tenant) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"edgeflow-chain/1\n{chain}\n{tenant}"));

    /// <summary>An event's leaf: its place and its body.</summary>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="stream">Its stream; null where the row has none.</param>
    /// <param name="body">The hash of all other columns.</param>
    /// <param name="leaf">Gets the 32 bytes.</param>
    public static void Leaf(long sequence, long version, string? stream, ReadOnlySpan<byte> body, Span<byte> leaf)
    {
        var most = Encoding.UTF8.GetMaxByteCount(stream?.Length ?? 0);
        Span<byte> name = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        var length = Encoding.UTF8.GetBytes(stream ?? "", name);
        Leaf(sequence, version, stream is not null, name[..length], body, leaf);
    }

    /// <summary>An event's leaf, its stream's name being UTF-8 already.</summary>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="hasStream">Whether the row has a stream.</param>
    /// <param name="stream">Its stream's name; empty where it has none.</param>
    /// <param name="body">The hash of all other columns.</param>
    /// <param name="leaf">Gets the 32 bytes.</param>
    public static void Leaf(
        long sequence, long version, bool hasStream, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> body,
        Span<byte> leaf)
    {
        var length = HeadBytes + stream.Length;
        Span<byte> bytes = length <= StackBytes ? stackalloc byte[StackBytes] : new byte[length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], version);
        body.CopyTo(bytes[(2 * sizeof(long))..]);
        bytes[HeadBytes - 1] = hasStream ? (byte)'=' : (byte)'-';
        stream.CopyTo(bytes[HeadBytes..]);
        Sha256.Hash(bytes[..length], leaf);
    }

    /// <summary>An event's link: the one before it and the leaf.</summary>
    /// <param name="previous">The link before.</param>
    /// <param name="leaf">The event's leaf.</param>
    /// <param name="link">Gets the 32 bytes; may be the place of <paramref name="previous"/>.</param>
    public static void Link(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> leaf, Span<byte> link)
    {
        Span<byte> both = stackalloc byte[2 * Size];
        previous.CopyTo(both);
        leaf.CopyTo(both[Size..]);
        Sha256.Hash(both, link);
    }
}
