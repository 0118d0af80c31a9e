using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging.Png;

namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// Decodes pictures by what their first bytes say, whatever they are called. Safe for concurrent use.
/// </summary>
public static class ImageFormats
{
    /// <summary>Content type of a picture as <see cref="PortableMap"/> writes it: quick and large.</summary>
    public const string Pixmap = "image/x-portable-pixmap";

    /// <summary>Content type of a picture as <see cref="PngWriter"/> writes it: small.</summary>
    public const string Png = "image/png";

    /// <summary>Content types by file extension, lower case with the dot.</summary>
    public static IReadOnlyDictionary<string, string> ContentTypes { get; } = new Dictionary<string, string>
    {
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".pgm"] = "image/x-portable-graymap",
        [".png"] = Png,
        [".ppm"] = Pixmap,
    };

    /// <summary>Decodes a PNG, JPEG, PPM (P6) or PGM (P5).</summary>
    /// <exception cref="StageException">The format is another, the data is broken, or a limit is exceeded.</exception>
    public static Image Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length > ImageLimits.MaxEncodedBytes)
        {
            throw new StageException("BadInput",
                $"The picture has {encoded.Length} bytes; at most {ImageLimits.MaxEncodedBytes} are accepted.");
        }

        return encoded switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngReader.Read(encoded),
            [0xFF, 0xD8, 0xFF, ..] => JpegReader.Read(encoded),
            [(byte)'P', (byte)'5' or (byte)'6', ..] => PortableMap.Read(encoded),
            _ => throw new StageException("BadInput",
                $"The picture ({encoded.Length} bytes) is none of PNG, JPEG, PPM (P6), PGM (P5)."),
        };
    }

    /// <summary>Encodes a picture without loss.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="contentType"><see cref="Png"/>; anything else gives <see cref="Pixmap"/>.</param>
    public static byte[] Encode(Image image, string contentType) =>
        contentType == Png ? PngWriter.Write(image) : PortableMap.Write(image);

    /// <summary>Decodes the picture in a part of a frame.</summary>
    /// <exception cref="StageException">As <see cref="Decode(ReadOnlySpan{byte})"/>, with the part's name.</exception>
    public static Image Decode(FramePart part)
    {
        try
        {
            return Decode(part.Data.Span);
        }
        catch (StageException error)
        {
            throw new StageException(error.ErrorType, $"Part '{part.Name}': {error.Message}", error);
        }
    }
}
