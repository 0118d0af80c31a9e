using System.Buffers.Binary;

namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>
/// Turns a restored row of any colour type and bit depth into red, green and blue. Transparent pixels are laid over
/// white, as on paper.
/// </summary>
internal sealed class PngRow(PngChunks chunks)
{
    private const int White = 255;
    private readonly PngHeader header = chunks.Header;

    public void Convert(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        for (var x = 0; x < header.Width; x++)
        {
            var pixel = pixels.Slice(x * Image.Channels, Image.Channels);
            var first = x * header.Samples;
            var alpha = header.Colour switch
            {
                PngColour.Palette => Palette(Raw(row, first), pixel),
                PngColour.Grey or PngColour.GreyAlpha => Grey(row, first, pixel),
                _ => Colours(row, first, pixel),
            };
            if (alpha < White)
            {
                OverWhite(pixel, alpha);
            }
        }
    }

    private int Palette(int index, Span<byte> pixel)
    {
        if (((index + 1) * 3) > chunks.Palette.Length)
        {
            throw PngReader.Bad($"uses colour {index} of a palette of {chunks.Palette.Length / 3}");
        }

        chunks.Palette.AsSpan(index * 3, 3).CopyTo(pixel);
        return index < chunks.Transparency.Length ? chunks.Transparency[index] : White;
    }

    private int Grey(ReadOnlySpan<byte> row, int first, Span<byte> pixel)
    {
        pixel.Fill(Byte(row, first));
        return header.Colour == PngColour.GreyAlpha ? Byte(row, first + 1) : Key(row, first, 1);
    }

    private int Colours(ReadOnlySpan<byte> row, int first, Span<byte> pixel)
    {
        for (var channel = 0; channel < Image.Channels; channel++)
        {
            pixel[channel] = Byte(row, first + channel);
        }

        return header.Colour == PngColour.RgbAlpha ? Byte(row, first + 3) : Key(row, first, 3);
    }

    // Pixels of exactly the tRNS chunk's samples are transparent.
    private int Key(ReadOnlySpan<byte> row, int first, int samples)
    {
        if (chunks.Transparency.Length == 0)
        {
            return White;
        }

        for (var sample = 0; sample < samples; sample++)
        {
            var key = BinaryPrimitives.ReadUInt16BigEndian(chunks.Transparency.AsSpan(sample * 2));
            if (Raw(row, first + sample) != key)
            {
                return White;
            }
        }

        return 0;
    }

    private int Raw(ReadOnlySpan<byte> row, int sample)
    {
        switch (header.BitDepth)
        {
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row[(sample * 2)..]);
            case 8:
                return row[sample];
            default:
                var bit = sample * header.BitDepth;
                var shift = 8 - header.BitDepth - (bit % 8);
                return (row[bit / 8] >> shift) & ((1 << header.BitDepth) - 1);
        }
    }

    private byte Byte(ReadOnlySpan<byte> row, int sample) => header.BitDepth switch
    {
        16 => row[sample * 2],
        8 => row[sample],
        _ => (byte)(Raw(row, sample) * 255 / ((1 << header.BitDepth) - 1)),
    };

    private static void OverWhite(Span<byte> pixel, int alpha)
    {
        foreach (ref var value in pixel)
        {
            value = (byte)(((value * alpha) + (White * (White - alpha)) + 127) / White);
        }
    }
}
