using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeFlow.Control.Jobs;

/// <summary>Lays a submission's stage parameters over the manifest's. Pure.</summary>
public static class StageParameters
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The manifest's object with the submission's top-level values in place of its own, as canonical
    /// JSON.</summary>
    /// <param name="declared">The manifest's canonical JSON object.</param>
    /// <param name="given">The submission's object.</param>
    public static string Over(string declared, JsonElement given)
    {
        using var under = JsonDocument.Parse(declared);
        var merged = under.RootElement.EnumerateObject().Concat(given.EnumerateObject())
            .GroupBy(property => property.Name, StringComparer.Ordinal)
            .Select(group => group.Last());
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer, merged);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Keys sorted, no white space: the same parameters have the same text, and so the same stage hash.
    private static void Write(Utf8JsonWriter writer, IEnumerable<JsonProperty> properties)
    {
        writer.WriteStartObject();
        foreach (var property in properties.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Write(writer, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
