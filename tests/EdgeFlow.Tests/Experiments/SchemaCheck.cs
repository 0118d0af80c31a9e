using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeFlow.Tests.Experiments;

/// <summary>Checks a document against the part of JSON Schema that our schemas use: type, properties, required, items,
/// additionalProperties, enum and references into the schema itself.</summary>
internal static class SchemaCheck
{
    public static IReadOnlyList<string> Problems(JsonObject schema, JsonElement document)
    {
        var problems = new List<string>();
        Check(schema, schema, document, "", problems);
        return problems;
    }

    private static void Check(JsonObject root, JsonNode schema, JsonElement value, string path, List<string> problems)
    {
        if (schema is not JsonObject rules)
        {
            return;
        }

        rules = (string?)rules["$ref"] is { } reference ? Resolve(root, reference) : rules;
        var names = Names(value);
        if (rules["type"] is { } type && !Listed(type).Intersect(names).Any())
        {
            problems.Add($"{path}: {value.ValueKind}, expected {type.ToJsonString()}");
        }

        if (rules["enum"] is JsonArray allowed && !allowed.Any(a => a?.ToJsonString() == value.GetRawText()))
        {
            problems.Add($"{path}: {value.GetRawText()} is not among {allowed.ToJsonString()}");
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(root, rules, value, path, problems);
        }

        if (value.ValueKind == JsonValueKind.Array && rules["items"] is { } items)
        {
            foreach (var (item, k) in value.EnumerateArray().Select((item, k) => (item, k)))
            {
                Check(root, items, item, $"{path}/{k}", problems);
            }
        }
    }

    private static void CheckObject(
        JsonObject root, JsonObject rules, JsonElement value, string path, List<string> problems)
    {
        foreach (var name in Listed(rules["required"]).Where(name => !value.TryGetProperty(name, out _)))
        {
            problems.Add($"{path}/{name} is missing");
        }

        foreach (var field in value.EnumerateObject())
        {
            var known = rules["properties"]?[field.Name] ?? rules["additionalProperties"];
            if (known is null or JsonValue)
            {
                problems.Add($"{path}/{field.Name} is not described");
                continue;
            }

            Check(root, known, field.Value, $"{path}/{field.Name}", problems);
        }
    }

    private static JsonObject Resolve(JsonObject root, string reference) => reference.TrimStart('#').Split('/')
        .Where(part => part.Length > 0)
        .Aggregate((JsonNode)root, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!)
        .AsObject();

    private static IEnumerable<string> Listed(JsonNode? node) =>
        node is JsonArray list ? list.Select(n => (string)n!) : node is null ? [] : [(string)node!];

    private static string[] Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.Number => value.TryGetInt64(out _) ? ["integer", "number"] : ["number"],
        JsonValueKind.Null => ["null"],
        _ => ["boolean"],
    };
}
