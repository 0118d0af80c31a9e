using System.Buffers.Binary;
using System.Text;

namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>
/// Splits a PNG into its chunks (RFC 2083 §3.2), checks each one's CRC and keeps those that matter for the pixels.
/// </summary>
internal sealed class PngChunks
{
    private const int SignatureBytes = 8;
    private const int FrameBytes = 12;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private PngChunks(PngHeader header) => Header = header;

    public PngHeader Header { get; }

    /// <summary>Red, green, blue of each palette entry, or empty.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk as it is, or empty.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>All IDAT chunks joined: one zlib stream.</summary>
    public MemoryStream Data { get; } = new();

    /// <exception cref="StageException">
    /// The order, a length or a CRC is wrong, or a needed chunk is missing.
    /// </exception>
    public static PngChunks Read(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.StartsWith(Signature))
        {
            throw PngReader.Bad("has a broken signature");
        }

        PngChunks? chunks = null;
        for (var at = SignatureBytes; ;)
        {
            var (type, data) = Next(encoded, ref at);
            if (chunks is null)
            {
                chunks = type == "IHDR"
                    ? new PngChunks(PngHeader.Read(data))
                    : throw PngReader.Bad($"starts with {type} instead of IHDR");
            }
            else if (type == "IEND")
            {
                return chunks.Finished();
            }
            else
            {
                chunks.Take(type, data);
            }
        }
    }

    private static (string Type, byte[] Data) Next(ReadOnlySpan<byte> encoded, ref int at)
    {
        var rest = encoded[at..];
        if (rest.Length < FrameBytes)
        {
            throw PngReader.Bad("is truncated: it ends before IEND");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - FrameBytes)
        {
            throw PngReader.Bad($"is truncated: a chunk of {length} bytes has {rest.Length - FrameBytes}");
        }

        var body = rest.Slice(4, 4 + (int)length);
        var type = Encoding.Latin1.GetString(body[..4]);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]) != PngCrc.Of(body))
        {
            throw PngReader.Bad($"is corrupt: the CRC of a chunk {Printable(type)} is wrong");
        }

        at += FrameBytes + (int)length;
        return (type, body[4..].ToArray());
    }

    private void Take(string type, byte[] data)
    {
        switch (type)
        {
            case "IHDR":
                throw PngReader.Bad("has two headers");
            case "PLTE" when data.Length is 0 or > 768 || data.Length % 3 != 0:
                throw PngReader.Bad($"has a palette of {data.Length} bytes");
            case "PLTE":
                Palette = data;
                break;
            case "tRNS":
                Transparency = data;
                break;
            case "IDAT":
                Data.Write(data);
                break;
            default:
                // A capital first letter marks a chunk without which the picture cannot be understood.
                if (char.IsAsciiLetterUpper(type[0]))
                {
                    throw PngReader.Bad($"needs the unknown chunk {Printable(type)}");
                }

                break;
        }
    }

    private PngChunks Finished()
    {
        if (Data.Length == 0)
        {
            throw PngReader.Bad("holds no pixels");
        }

        if (Header.Colour == PngColour.Palette && Palette.Length == 0)
        {
            throw PngReader.Bad("lacks its palette");
        }

        if (Transparency.Length < Header.Colour switch { PngColour.Grey => 2, PngColour.Rgb => 6, _ => 0 })
        {
            // No key or a cut one: the picture is opaque.
            Transparency = [];
        }

        Data.Position = 0;
        return this;
    }

    private static string Printable(string type) => type.All(char.IsAsciiLetter) ? type : Convert.ToHexString(
        Encoding.Latin1.GetBytes(type));
}
