using System.IO.Compression;

namespace EdgeFlow.Control.Plans.Contents;

/// <summary>Bytes as they are stored: by Brotli, whole or as what differs from a base. Immutable.</summary>
/// <param name="Hash">SHA-256 of the bytes, in lower-case hex: their name.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Base">The name of the base; null when they are whole.</param>
/// <param name="Packed">What is stored.</param>
public sealed record PackedContent(string Hash, int Size, string? Base, byte[] Packed)
{
    // Better than 4 takes ten times as long for a tenth less.
    private const int Quality = 4;
    private const int Window = 22;
    private const int DeltaExcess = 64;

    /// <summary>Packs bytes whole.</summary>
    public static PackedContent Whole(string hash, ReadOnlySpan<byte> bytes) =>
        new(hash, bytes.Length, null, Compress(bytes));

    /// <summary>Packs bytes as what differs from a base.</summary>
    public static PackedContent Against(
        string baseHash, ReadOnlySpan<byte> from, string hash, ReadOnlySpan<byte> bytes) =>
        new(hash, bytes.Length, baseHash, Compress(ByteDelta.Encode(from, bytes)));

    /// <summary>The bytes.</summary>
    /// <param name="from">The base's bytes; null when they are whole.</param>
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    public byte[] Unpack(byte[]? from, int limit)
    {
        if (Size < 0 || Size > limit)
        {
            throw new InvalidDataException($"Content {Hash} says that it has {Size} bytes; at most {limit} may be.");
        }

        // Each copied piece is longer than what is written of it, so that only the lengths in front can be more.
        var plain = Decompress(Packed, Size + (from is null ? 0 : DeltaExcess));
        var bytes = from is null ? plain : ByteDelta.Decode(from, plain, Size);
        return bytes.Length == Size
            ? bytes
            : throw new InvalidDataException($"Content {Hash} has {bytes.Length} bytes; {Size} are expected.");
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException($"{bytes.Length} bytes were not compressed.");
    }

    private static byte[] Decompress(byte[] packed, int limit)
    {
        var plain = new byte[limit];
        return BrotliDecoder.TryDecompress(packed, plain, out var length)
            ? plain[..length]
            : throw new InvalidDataException("A stored content is damaged: it cannot be decompressed.");
    }
}
