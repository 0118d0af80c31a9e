using System.Buffers.Binary;
using System.Numerics;

namespace EdgeFlow.Channels.Frames;

/// <summary>
/// The fixed start of an encoded frame, little-endian: magic <c>EFFR</c>, version, a zero byte, part count (u16), frame
/// id (i64), capture time (i64), head length (u32), data length (u32). Descriptors of the parts follow (name length u8,
/// content type length u8, data length u32, name, content type), then CRC-32C of the head, then all parts' data. The
/// head is separate from the data so that a sender writes the data from where it lies; the checksum covers the head
/// only, because TCP and the artifacts' SHA-256 already cover the data.
/// </summary>
internal readonly record struct FrameHead(int Parts, long Id, long CapturedAtUnixMs, int HeadLength, int DataLength)
{
    public const int FixedLength = 32;
    public const int ChecksumLength = 4;
    public const int DescriptorLength = 6;

    private const uint Magic = 0x52464645;
    private const byte Version = 1;
    private const int MaxHeadLength = FixedLength + ChecksumLength + (FrameLimits.MaxParts *
        (DescriptorLength + (FrameLimits.MaxNameChars * 3) + FrameLimits.MaxContentTypeChars));

    public int TotalLength => HeadLength + DataLength;

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[4] = Version;
        target[5] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(target[6..], (ushort)Parts);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Id);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], CapturedAtUnixMs);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], (uint)HeadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(target[28..], (uint)DataLength);
    }

    public static FrameHead Read(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= FixedLength, "it is shorter than a frame's head");
        Require(BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic, "it does not start with EFFR");
        Require(bytes[4] == Version && bytes[5] == 0, $"its version is {bytes[4]}.{bytes[5]}, known is {Version}.0");
        int parts = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        var id = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        var capturedAt = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var head = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        var data = BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]);
        Require(parts <= FrameLimits.MaxParts, $"it has {parts} parts, at most {FrameLimits.MaxParts} are allowed");
        Require(id >= 0 && capturedAt >= 0, $"its id {id} or capture time {capturedAt} is negative");
        Require(head >= FixedLength + ChecksumLength + (parts * DescriptorLength) && head <= MaxHeadLength,
            $"its head of {head} bytes does not fit {parts} parts");
        Require(head + (ulong)data <= FrameLimits.MaxFrameBytes,
            $"it is larger than the limit of {FrameLimits.MaxFrameBytes} bytes");
        return new FrameHead(parts, id, capturedAt, (int)head, (int)data);
    }

    /// <summary>CRC-32C (Castagnoli), by the processor's instruction where it has one.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    public static void Require(bool holds, string wrong)
    {
        if (!holds)
        {
            throw new FrameFormatException($"Not a frame: {wrong}.");
        }
    }
}
