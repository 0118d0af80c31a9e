using System.Buffers.Binary;
using System.IO.Compression;
using EdgeFlow.StageWorker.Stages.Imaging.Png;

namespace EdgeFlow.Tests.Stages.Imaging;

/// <summary>
/// Writes PNGs of any colour type, bit depth and row filter from samples, to test the reader against.
/// </summary>
internal sealed class PngMaker(int width, int height, int colour, int depth)
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public int Samples { get; } = colour switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    /// <summary>The filter of each row.</summary>
    public Func<int, int> Filter { get; init; } = _ => 0;

    public byte Interlace { get; init; }

    /// <summary>Into how many IDAT chunks the data is cut.</summary>
    public int Pieces { get; init; } = 1;

    /// <summary>How many rows are really written.</summary>
    public int? Rows { get; init; }

    public byte[] Make(Func<int, int, int, int> sample)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        PngWriter.WriteChunk(file, "IHDR", Header());
        PngWriter.WriteChunk(file, "tEXt", "Comment\0made by a test"u8);
        if (Palette.Length > 0)
        {
            PngWriter.WriteChunk(file, "PLTE", Palette);
        }

        if (Transparency.Length > 0)
        {
            PngWriter.WriteChunk(file, "tRNS", Transparency);
        }

        foreach (var piece in Packed(sample).Chunk((Packed(sample).Length / Pieces) + 1))
        {
            PngWriter.WriteChunk(file, "IDAT", piece);
        }

        PngWriter.WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private byte[] Header()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, Interlace);
        return header;
    }

    private byte[] Packed(Func<int, int, int, int> sample)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var above = Array.Empty<byte>();
            for (var y = 0; y < (Rows ?? height); y++)
            {
                var row = Row(y, sample);
                stream.WriteByte((byte)Filter(y));
                stream.Write(Filtered(row, y == 0 ? new byte[row.Length] : above, Filter(y)));
                above = row;
            }
        }

        return packed.ToArray();
    }

    private byte[] Row(int y, Func<int, int, int, int> sample)
    {
        var row = new byte[((width * Samples * depth) + 7) / 8];
        for (var at = 0; at < width * Samples; at++)
        {
            var value = sample(at / Samples, y, at % Samples);
            if (depth == 16)
            {
                BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(at * 2), (ushort)value);
            }
            else
            {
                var bit = at * depth;
                row[bit / 8] |= (byte)(value << (8 - depth - (bit % 8)));
            }
        }

        return row;
    }

    private byte[] Filtered(byte[] row, byte[] above, int filter)
    {
        var step = Math.Max(1, Samples * depth / 8);
        var result = new byte[row.Length];
        for (var at = 0; at < row.Length; at++)
        {
            int left = at >= step ? row[at - step] : 0, corner = at >= step ? above[at - step] : 0;
            var guess = filter switch
            {
                1 => left,
                2 => above[at],
                3 => (left + above[at]) / 2,
                4 => new[] { left, above[at], corner }.MinBy(value => Math.Abs(left + above[at] - corner - value)),
                _ => 0,
            };
            result[at] = unchecked((byte)(row[at] - guess));
        }

        return result;
    }
}
