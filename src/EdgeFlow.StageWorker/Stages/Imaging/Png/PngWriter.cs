using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>
/// Writes PNGs of 8-bit RGB, packed quickly rather than tightly: they travel once. Safe for concurrent use.
/// </summary>
public static class PngWriter
{
    private const byte FilterUp = 2;

    /// <summary>Encodes a picture without loss.</summary>
    public static byte[] Write(Image image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = (byte)PngColour.Rgb;

        using var encoded = new MemoryStream();
        encoded.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(encoded, "IHDR", header);
        WriteChunk(encoded, "IDAT", Packed(image));
        WriteChunk(encoded, "IEND", []);
        return encoded.ToArray();
    }

    internal static void WriteChunk(Stream target, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        var crc = PngCrc.Of(chunk.AsSpan(4, 4 + data.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), crc);
        target.Write(chunk);
    }

    private static byte[] Packed(Image image)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var line = new byte[1 + (image.Width * Image.Channels)];
            line[0] = FilterUp;
            for (var y = 0; y < image.Height; y++)
            {
                Difference(image.Row(y), y == 0 ? [] : image.Row(y - 1), line.AsSpan(1));
                stream.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static void Difference(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> line)
    {
        for (var at = 0; at < row.Length; at++)
        {
            line[at] = unchecked((byte)(row[at] - (above.IsEmpty ? 0 : above[at])));
        }
    }
}
