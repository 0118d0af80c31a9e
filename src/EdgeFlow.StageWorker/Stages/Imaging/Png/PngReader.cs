using System.IO.Compression;

namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>
/// PNG (RFC 2083) of every colour type and bit depth, not interlaced; 16-bit samples keep their upper 8 bits. It
/// unpacks row by row and stops at the last one, so that a file cannot unpack to more than its header claims. Safe for
/// concurrent use.
/// </summary>
public static class PngReader
{
    /// <summary>Decodes a PNG.</summary>
    /// <exception cref="StageException">It is corrupt, truncated, interlaced or larger than allowed.</exception>
    public static Image Read(ReadOnlySpan<byte> encoded)
    {
        var chunks = PngChunks.Read(encoded);
        var header = chunks.Header;
        var image = new Image(header.Width, header.Height);
        var convert = new PngRow(chunks);
        var (row, above) = (new byte[header.RowBytes], new byte[header.RowBytes]);
        using var stream = new ZLibStream(chunks.Data, CompressionMode.Decompress);
        for (var y = 0; y < header.Height; y++)
        {
            var filter = ReadRow(stream, row, y, header.Height);
            PngFilter.Undo(filter, row, above, header.PixelBytes);
            convert.Convert(row, image.Row(y));
            (row, above) = (above, row);
        }

        return image;
    }

    internal static StageException Bad(string reason, Exception? cause = null) =>
        new("BadInput", $"The PNG {reason}.", cause);

    private static int ReadRow(ZLibStream stream, byte[] row, int y, int height)
    {
        try
        {
            var filter = stream.ReadByte();
            stream.ReadExactly(row);
            return filter;
        }
        catch (EndOfStreamException error)
        {
            throw Bad($"is truncated: its data ends in row {y} of {height}", error);
        }
        catch (InvalidDataException error)
        {
            throw Bad($"is corrupt: its compressed data breaks in row {y} of {height}", error);
        }
    }
}
