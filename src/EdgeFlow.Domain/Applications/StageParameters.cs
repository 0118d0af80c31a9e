using System.Text.Json;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications;

/// <summary>Stage parameters as canonical JSON objects: keys sorted by ordinal, no white space.</summary>
public static class StageParameters
{
    /// <summary>
    /// The parameters of a stage with those that a job overrides: a top-level key of the override replaces the stage's
    /// value whole.
    /// </summary>
    /// <exception cref="JsonException">One of them is no JSON.</exception>
    public static string Override(string parameters, string overrides)
    {
        using var standard = JsonDocument.Parse(parameters);
        using var changes = JsonDocument.Parse(overrides);
        var merged = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var parameter in standard.RootElement.EnumerateObject().Concat(changes.RootElement.EnumerateObject()))
        {
            merged[parameter.Name] = parameter.Value;
        }

        return CanonicalJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (key, value) in merged)
            {
                writer.WritePropertyName(key);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }
}
