using System.Buffers;
using System.Text.Json;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Finds and fills what stands for a text among a stage's parameters: objects with a certain key.
/// Pure.</summary>
internal static class ParameterReferences
{
    /// <summary>The values of the key, wherever it is.</summary>
    /// <param name="value">Where to look.</param>
    /// <param name="key">The key that makes an object a reference.</param>
    public static IEnumerable<JsonElement> Of(JsonElement value, string key) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty(key, out var reference) => [reference],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Of(member.Value, key)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Of(item, key)),
        _ => [],
    };

    /// <summary>The parameters with a text in place of each reference.</summary>
    /// <param name="parameters">A JSON object.</param>
    /// <param name="key">The key that makes an object a reference.</param>
    /// <param name="text">The text for the key's value.</param>
    public static JsonElement Filled(JsonElement parameters, string key, Func<JsonElement, string> text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, parameters, key, text);
        }

        using var filled = JsonDocument.Parse(buffer.WrittenMemory);
        return filled.RootElement.Clone();
    }

    /// <summary>A text of a reference; null when it has none of this name, or one that is too long.</summary>
    public static string? Text(JsonElement reference, string member, int most) =>
        reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= most
            ? text
            : null;

    private static void Write(Utf8JsonWriter writer, JsonElement value, string key, Func<JsonElement, string> text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty(key, out var reference):
                writer.WriteStringValue(text(reference));
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, key, text);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, key, text);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
