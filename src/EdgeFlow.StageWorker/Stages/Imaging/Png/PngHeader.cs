using System.Buffers.Binary;

namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>The IHDR chunk of a PNG (RFC 2083 §4.1.1), checked.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour)
{
    private const int Length = 13;

    /// <summary>Samples a pixel.</summary>
    public int Samples => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    /// <summary>Bytes of one row before compression, without its filter byte.</summary>
    public int RowBytes => ((Width * Samples * BitDepth) + 7) / 8;

    /// <summary>Distance in bytes to the same sample of the pixel before, at least 1: what filters look back.</summary>
    public int PixelBytes => Math.Max(1, Samples * BitDepth / 8);

    /// <exception cref="StageException">
    /// A value is not one that PNG allows, a limit is exceeded, or it is interlaced.
    /// </exception>
    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Length)
        {
            throw PngReader.Bad($"has a header of {chunk.Length} bytes instead of {Length}");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        var height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        ImageLimits.Require("PNG", width, height);
        var header = new PngHeader((int)width, (int)height, chunk[8], (PngColour)chunk[9]);
        var depths = header.Colour switch
        {
            PngColour.Grey => new[] { 1, 2, 4, 8, 16 },
            PngColour.Palette => [1, 2, 4, 8],
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => [8, 16],
            _ => [],
        };
        if (!depths.Contains(header.BitDepth))
        {
            throw PngReader.Bad($"has colour type {chunk[9]} with {chunk[8]} bits a sample, which PNG does not define");
        }

        return (chunk[10], chunk[11], chunk[12]) switch
        {
            (0, 0, 0) => header,
            (0, 0, 1) => throw new StageException("Unsupported",
                "The PNG is interlaced (Adam7), which is not supported: save it without interlacing."),
            _ => throw PngReader.Bad("names an unknown compression, filter or interlace method"),
        };
    }
}
