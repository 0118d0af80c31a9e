using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>The JSON Schema of a public event's data, made from the same table as the data. Pure.</summary>
public static class PublicSchema
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema's text (draft 2020-12). It allows more members than it names: later ones may
    /// follow.</summary>
    /// <param name="type">The public type.</param>
    public static string Of(PublicEventType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Layout))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("$id", type.Schema);
            json.WriteString("title", type.Name);
            json.WriteString("description", type.Meaning);
            json.WriteString("type", "object");
            json.WriteStartArray("required");
            foreach (var field in type.Fields.Where(field => !field.IsOptional))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
            json.WriteStartObject("properties");
            foreach (var field in type.Fields)
            {
                json.WriteStartObject(field.Name);
                json.WriteString("type", field.Type);
                json.WriteString("description", field.Meaning);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }
}
