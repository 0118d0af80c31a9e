using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeFlow.Protocol.Personal;

namespace EdgeFlow.Control.Personal;

/// <summary>Finds and replaces personal data among stage parameters. Pure.</summary>
public static class PersonalMarks
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether parameters hold personal data, open or in boxes.</summary>
    /// <param name="parameters">A canonical JSON object.</param>
    public static bool Mentions(string parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!parameters.Contains($"\"{PersonalWords.Given}", StringComparison.Ordinal))
        {
            return false;
        }

        using var json = JsonDocument.Parse(parameters);
        return json.RootElement.EnumerateObject().Any(member => Holds(member.Value));
    }

    /// <summary>Whether parameters hold personal data that is in no box yet.</summary>
    /// <param name="parameters">A canonical JSON object.</param>
    public static bool HasOpen(string parameters)
    {
        if (!Mentions(parameters))
        {
            return false;
        }

        using var json = JsonDocument.Parse(parameters);
        return json.RootElement.EnumerateObject().Any(member => IsOpen(member.Value));
    }

    /// <summary>Whether an object is <c>{"personal": "text"}</c> with a text that can be kept.</summary>
    public static bool IsGiven(JsonElement marked) =>
        marked.EnumerateObject().Count() == 1
        && marked.TryGetProperty(PersonalWords.Given, out var text) && text.ValueKind == JsonValueKind.String
        && text.GetString() is { Length: > 0 and <= PersonalWords.MaxChars };

    /// <summary>The jobs whose keys open the boxes among parameters.</summary>
    public static IEnumerable<string> Jobs(string parameters)
    {
        using var json = JsonDocument.Parse(parameters);
        return [.. json.RootElement.EnumerateObject().SelectMany(member => Boxes(member.Value))];
    }

    /// <summary>Parameters with every <c>{"personal": …}</c> as a reference to its box.</summary>
    /// <param name="parameters">A canonical JSON object.</param>
    /// <param name="job">The job.</param>
    /// <param name="key">Its key.</param>
    public static string Sealed(string parameters, string job, byte[] key) => Rewrite(
        parameters, IsGiven, (writer, marked) => Reference(
            writer, job, PersonalBox.Seal(key, job, marked.GetProperty(PersonalWords.Given).GetString()!)));

    /// <summary>Parameters without what is in the boxes: the same for every job.</summary>
    /// <param name="parameters">A canonical JSON object.</param>
    public static string Masked(string parameters) =>
        Mentions(parameters)
            ? Rewrite(
                parameters, value => value.TryGetProperty(PersonalWords.Stored, out _),
                (writer, _) => Reference(writer, "", ""))
            : parameters;

    private static bool Holds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => IsGiven(value) || value.TryGetProperty(PersonalWords.Stored, out _)
            || value.EnumerateObject().Any(member => Holds(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        _ => false,
    };

    private static bool IsOpen(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => IsGiven(value) || value.EnumerateObject().Any(member => IsOpen(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(IsOpen),
        _ => false,
    };

    private static IEnumerable<string> Boxes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty(PersonalWords.Stored, out var reference) =>
            reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty(PersonalWords.Job, out var job)
                ? [job.ToString()]
                : [],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Boxes(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Boxes),
        _ => [],
    };

    private static string Rewrite(
        string parameters, Func<JsonElement, bool> isMark, Action<Utf8JsonWriter, JsonElement> write)
    {
        using var json = JsonDocument.Parse(parameters);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            // A stage may have a parameter of this name: only what stands for a value is a mark.
            WriteMembers(writer, json.RootElement, isMark, write);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Rewrite(
        Utf8JsonWriter writer, JsonElement value, Func<JsonElement, bool> isMark,
        Action<Utf8JsonWriter, JsonElement> write)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when isMark(value):
                write(writer, value);
                break;
            case JsonValueKind.Object:
                WriteMembers(writer, value, isMark, write);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Rewrite(writer, item, isMark, write);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteMembers(
        Utf8JsonWriter writer, JsonElement value, Func<JsonElement, bool> isMark,
        Action<Utf8JsonWriter, JsonElement> write)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            Rewrite(writer, member.Value, isMark, write);
        }

        writer.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter writer, string job, string box)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(PersonalWords.Stored);
        writer.WriteString(PersonalWords.Box, box);
        writer.WriteString(PersonalWords.Job, job);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
