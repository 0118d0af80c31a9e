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
        return Merge(under.RootElement, given.EnumerateObject());
    }

    private static string Merge(JsonElement under, IEnumerable<JsonProperty> over)
    {
        var merged = under.EnumerateObject().Concat(over)
            .GroupBy(property => property.Name, StringComparer.Ordinal)
            .Select(group => group.Last());
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer, merged);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// What a run changed of its stage's parameters, laid over those of another version: so that a default which that
    /// version has changed counts, and what the run's submission said counts too.
    /// </summary>
    /// <param name="then">The canonical JSON object that the run's version declares.</param>
    /// <param name="used">The canonical JSON object that the run used.</param>
    /// <param name="now">The canonical JSON object that the other version declares.</param>
    public static string Carry(string then, string used, string now)
    {
        using var declared = JsonDocument.Parse(then);
        using var given = JsonDocument.Parse(used);
        using var under = JsonDocument.Parse(now);
        var changed = given.RootElement.EnumerateObject().Where(property =>
            !declared.RootElement.TryGetProperty(property.Name, out var before)
            || !JsonElement.DeepEquals(before, property.Value));
        return Merge(under.RootElement, changed);
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
