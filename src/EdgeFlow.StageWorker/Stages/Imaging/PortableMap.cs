using System.Globalization;
using System.Text;

namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// Netpbm's binary PPM (P6) and PGM (P5) with 8 bits a sample: a text header and the bare pixels, so that reading and
/// writing cost no more than a copy. Stages hand such pictures to each other. Safe for concurrent use.
/// </summary>
public static class PortableMap
{
    private const int MaxHeaderBytes = 1024;

    /// <summary>Reads a P6, or a P5 whose grey becomes red, green and blue.</summary>
    /// <exception cref="StageException">The header is broken, a limit is exceeded or pixels are missing.</exception>
    public static Image Read(ReadOnlySpan<byte> encoded)
    {
        if (encoded is not [(byte)'P', (byte)'5' or (byte)'6', ..])
        {
            throw Bad("does not start with P5 or P6");
        }

        var channels = encoded[1] == (byte)'6' ? Image.Channels : 1;
        var at = 2;
        var width = Number(encoded, ref at);
        var height = Number(encoded, ref at);
        var largest = Number(encoded, ref at);
        ImageLimits.Require("PPM or PGM", width, height);
        if (largest != 255)
        {
            throw Bad($"has {largest} as its largest value; only 255 is accepted");
        }

        at++;
        var size = width * height * channels;
        if (encoded.Length - at < size)
        {
            var there = Math.Max(0, encoded.Length - at);
            throw Bad($"is truncated: {width} x {height} pixels take {size} bytes, {there} are there");
        }

        var samples = encoded.Slice(at, size);
        return new Image(width, height, channels == Image.Channels ? samples.ToArray() : Spread(samples));
    }

    /// <summary>Writes a P6.</summary>
    public static byte[] Write(Image image)
    {
        var header = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"P6\n{image.Width} {image.Height}\n255\n"));
        var encoded = new byte[header.Length + image.Pixels.Length];
        header.CopyTo(encoded, 0);
        image.Pixels.CopyTo(encoded, header.Length);
        return encoded;
    }

    private static byte[] Spread(ReadOnlySpan<byte> grey)
    {
        var pixels = new byte[grey.Length * Image.Channels];
        for (var at = 0; at < grey.Length; at++)
        {
            pixels.AsSpan(at * Image.Channels, Image.Channels).Fill(grey[at]);
        }

        return pixels;
    }

    private static int Number(ReadOnlySpan<byte> encoded, ref int at)
    {
        while (at < encoded.Length && at < MaxHeaderBytes && !char.IsAsciiDigit((char)encoded[at]))
        {
            at = encoded[at] == '#' ? AfterLine(encoded, at)
                : char.IsWhiteSpace((char)encoded[at]) ? at + 1
                : throw Bad("has a broken header");
        }

        var start = at;
        while (at < encoded.Length && at < MaxHeaderBytes && char.IsAsciiDigit((char)encoded[at]))
        {
            at++;
        }

        return int.TryParse(encoded[start..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad("has a broken or truncated header");
    }

    private static int AfterLine(ReadOnlySpan<byte> encoded, int at)
    {
        var length = encoded[at..].IndexOf((byte)'\n');
        return length < 0 ? encoded.Length : at + length + 1;
    }

    private static StageException Bad(string reason) => new("BadInput", $"The PPM or PGM {reason}.");
}
