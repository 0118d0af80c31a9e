using System.Runtime.InteropServices;
using System.Text.Json;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>The properties of one line of an export; what is missing or of another kind is an
/// <see cref="ExportException"/> that names it.</summary>
/// <param name="json">The line's object, or one inside it.</param>
/// <param name="line">The line, from 1.</param>
internal readonly struct LineFields(JsonElement json, long line)
{
    // Values of a hostile file are shown in part only.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 1000 };

    /// <summary>Parses a line.</summary>
    /// <exception cref="ExportException">It is no JSON object, or names a property twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text, long line)
    {
        try
        {
            var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new ExportException(line, "is no JSON object");
        }
        catch (JsonException cause)
        {
            throw new ExportException(line, "is no JSON object with each property once", cause);
        }
    }

    /// <summary>Whether a property is there.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>An object inside.</summary>
    public LineFields Object(string name) => Get(name) is { ValueKind: JsonValueKind.Object } inner
        ? new LineFields(inner, line)
        : throw Wrong(name, "an object");

    /// <summary>The objects of an array, at most so many.</summary>
    public IEnumerable<LineFields> Objects(string name, int most)
    {
        var array = Get(name);
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > most)
        {
            throw Wrong(name, $"an array of at most {most}");
        }

        var (its, at) = (array, line);
        return its.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object
            ? new LineFields(item, at)
            : throw new ExportException(at, $"'{name}' must have objects only"));
    }

    /// <summary>A whole number.</summary>
    public long Number(string name, long least = long.MinValue) =>
        Get(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) && value >= least
            ? value
            : throw Wrong(name, least == long.MinValue ? "a whole number" : $"a whole number of at least {least}");

    /// <summary>A text.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "a text");

    /// <summary>A text or null.</summary>
    public string? OptionalText(string name) => Get(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(name, "a text or null"),
    };

    /// <summary>True, false or null.</summary>
    public bool? OptionalFlag(string name) => Get(name).ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true, false or null"),
    };

    /// <summary>Bytes in hex.</summary>
    public byte[] Hex(string name, int bytes)
    {
        var text = Text(name);
        return text.Length == 2 * bytes && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw Wrong(name, $"{2 * bytes} hex digits");
    }

    /// <summary>A UUID.</summary>
    public Guid Id(string name) => Guid.TryParseExact(Text(name), "D", out var id) ? id : throw Wrong(name, "a UUID");

    /// <summary>A moment.</summary>
    public DateTimeOffset Time(string name) =>
        Get(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at)
            ? at.ToUniversalTime()
            : throw Wrong(name, "a time such as 2026-11-21T18:00:00Z");

    /// <summary>The time of a row, in microseconds since 2000.</summary>
    public long RowTime(string name) => ExportTime.Read(Text(name))
        ?? throw Wrong(name, "a time such as 2026-11-21T18:00:00.000000Z");

    /// <summary>Bytes in base 64.</summary>
    public byte[] Base64(string name) =>
        Get(name) is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw Wrong(name, "a text in base 64");

    /// <summary>A value's JSON, byte for byte as it stands in the line.</summary>
    public ReadOnlySpan<byte> Raw(string name) => JsonMarshal.GetRawUtf8Value(Get(name));

    private JsonElement Get(string name) =>
        json.TryGetProperty(name, out var value) ? value : throw new ExportException(line, $"'{name}' is missing");

    private ExportException Wrong(string name, string expected) => new(line, $"'{name}' must be {expected}");
}
