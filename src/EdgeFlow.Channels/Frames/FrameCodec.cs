using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.Channels.Frames;

/// <summary>
/// Turns frames into bytes and back. Decoding is strict (a frame in, the same frame out, anything else is refused) and
/// copies nothing: the parts look into the given memory. An artifact is encoded frames one after another. Safe for
/// concurrent use.
/// </summary>
public static class FrameCodec
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes the head; the parts' data stays where it is.</summary>
    /// <exception cref="FrameFormatException">
    /// A name, a content type, an id or the size is outside its limits.
    /// </exception>
    public static EncodedFrame Encode(Frame frame)
    {
        FrameHead.Require(frame.Id >= 0 && frame.CapturedAtUnixMs >= 0, "its id or capture time is negative");
        FrameHead.Require(frame.Parts.Count <= FrameLimits.MaxParts, $"it has {frame.Parts.Count} parts");
        CheckParts(frame.Parts);
        var headLength = FrameHead.FixedLength + FrameHead.ChecksumLength;
        long dataLength = 0;
        foreach (var part in frame.Parts)
        {
            headLength += FrameHead.DescriptorLength + NameBytes(part) + part.ContentType.Length;
            dataLength += part.Data.Length;
        }

        FrameHead.Require(headLength + dataLength <= FrameLimits.MaxFrameBytes,
            $"frame {frame.Id} has {headLength + dataLength} bytes, the limit is {FrameLimits.MaxFrameBytes}");
        var head = new FrameHead(
            frame.Parts.Count, frame.Id, frame.CapturedAtUnixMs, headLength, (int)dataLength);
        return new EncodedFrame(frame, WriteHead(head, frame.Parts), head.TotalLength);
    }

    /// <summary>Decodes bytes that are exactly one frame. The parts look into <paramref name="bytes"/>.</summary>
    /// <exception cref="FrameFormatException">They are not.</exception>
    public static Frame Decode(ReadOnlyMemory<byte> bytes)
    {
        var head = FrameHead.Read(bytes.Span);
        FrameHead.Require(head.TotalLength == bytes.Length,
            $"it says {head.TotalLength} bytes and there are {bytes.Length}");
        return ReadParts(head, bytes[..head.HeadLength].Span, bytes[head.HeadLength..]);
    }

    /// <summary>Reads encoded frames one after another to the end of the stream, e.g. an artifact.</summary>
    /// <exception cref="FrameFormatException">The bytes are not frames, or the last one is cut short.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public static async IAsyncEnumerable<Frame> ReadAll(
        Stream stream, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var start = new byte[FrameHead.FixedLength];
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(start, start.Length, false, cancel).ConfigureAwait(false);
            if (read == 0)
            {
                yield break;
            }

            FrameHead.Require(read == start.Length, "the last frame is cut short");
            var total = FrameHead.Read(start).TotalLength;
            var bytes = GC.AllocateUninitializedArray<byte>(total);
            start.CopyTo(bytes, 0);
            var rest = bytes.AsMemory(start.Length);
            read = await stream.ReadAtLeastAsync(rest, rest.Length, false, cancel).ConfigureAwait(false);
            FrameHead.Require(read == rest.Length, "the last frame is cut short");
            yield return Decode(bytes);
        }
    }

    private static byte[] WriteHead(FrameHead head, IReadOnlyList<FramePart> parts)
    {
        var bytes = new byte[head.HeadLength];
        head.Write(bytes);
        var at = FrameHead.FixedLength;
        foreach (var part in parts)
        {
            var name = NameBytes(part);
            bytes[at] = (byte)name;
            bytes[at + 1] = (byte)part.ContentType.Length;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 2), (uint)part.Data.Length);
            at += FrameHead.DescriptorLength;
            at += Utf8.GetBytes(part.Name, bytes.AsSpan(at));
            at += Encoding.ASCII.GetBytes(part.ContentType, bytes.AsSpan(at));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), FrameHead.Checksum(bytes.AsSpan(0, at)));
        return bytes;
    }

    private static Frame ReadParts(FrameHead head, ReadOnlySpan<byte> bytes, ReadOnlyMemory<byte> data)
    {
        var end = bytes.Length - FrameHead.ChecksumLength;
        FrameHead.Require(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]) == FrameHead.Checksum(bytes[..end]),
            "the checksum of its head does not match");
        var parts = new FramePart[head.Parts];
        var (at, dataAt) = (FrameHead.FixedLength, 0);
        for (var i = 0; i < parts.Length; i++)
        {
            FrameHead.Require(at + FrameHead.DescriptorLength <= end, "its head ends inside a part");
            int name = bytes[at];
            int type = bytes[at + 1];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 2)..]);
            at += FrameHead.DescriptorLength;
            FrameHead.Require(at + name + type <= end, "its head ends inside a part");
            FrameHead.Require(length <= data.Length - dataAt, $"its part {i} is longer than its data");
            parts[i] = new FramePart(
                Text(bytes.Slice(at, name)), Text(bytes.Slice(at + name, type)), data.Slice(dataAt, (int)length));
            at += name + type;
            dataAt += (int)length;
        }

        FrameHead.Require(at == end && dataAt == data.Length, "it has bytes that belong to no part");
        CheckParts(parts);
        return new Frame(head.Id, head.CapturedAtUnixMs, parts);
    }

    private static void CheckParts(IReadOnlyList<FramePart> parts)
    {
        HashSet<string>? names = parts.Count > 1 ? new(parts.Count, StringComparer.Ordinal) : null;
        foreach (var part in parts)
        {
            FrameHead.Require(part.Name is { Length: > 0 and <= FrameLimits.MaxNameChars }
                && !part.Name.Any(char.IsControl), "a part's name is not 1 to 64 printable characters");
            FrameHead.Require(part.ContentType is { Length: > 0 and <= FrameLimits.MaxContentTypeChars }
                && part.ContentType.All(c => c is >= ' ' and <= '~'), "a content type is not printable ASCII");
            FrameHead.Require(names?.Add(part.Name) ?? true, $"it has two parts named '{part.Name}'");
        }
    }

    private static int NameBytes(FramePart part)
    {
        try
        {
            return Utf8.GetByteCount(part.Name);
        }
        catch (EncoderFallbackException cause)
        {
            throw new FrameFormatException("Not a frame: a part's name is not valid Unicode.", cause);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException cause)
        {
            throw new FrameFormatException("Not a frame: a name is not valid UTF-8.", cause);
        }
    }
}
