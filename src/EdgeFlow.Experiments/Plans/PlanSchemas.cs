using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// The JSON Schemas (2020-12) of a snapshot, of a plan and of a bound, made from the types that are written and read,
/// so that they cannot drift apart. Their published form is in docs/schema.
/// </summary>
public static class PlanSchemas
{
    /// <summary>Name of the snapshot's schema below docs/schema.</summary>
    public const string SnapshotFile = "snapshot.v1.schema.json";

    /// <summary>Name of the plan's schema below docs/schema.</summary>
    public const string PlanFile = "plan.v1.schema.json";

    /// <summary>Name of the schema of a bound below docs/schema.</summary>
    public const string BoundFile = "bound.v1.schema.json";

    private static readonly Type[] s_texts =
        [typeof(ApplicationName), typeof(JobId), typeof(TaskId), typeof(NodeId), typeof(LinkId), typeof(FlowId)];

    private static readonly Type[] s_amounts = [typeof(BitsPerSecond), typeof(Bytes)];

    private static readonly Type[] s_measures =
        [typeof(FrameRate), typeof(Milliseconds), typeof(WorkRate), typeof(WorkUnits)];

    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of a snapshot.</summary>
    public static JsonObject Snapshot() => Of(typeof(NetworkSnapshot), SnapshotFile, 
        "The planner's whole input, as it is written. In a file by hand only ids, speeds, capacities, work and data "
        + "must be there, and what a node's capacity has may stand beside its id.");

    /// <summary>The schema of a plan.</summary>
    public static JsonObject Plan() => Of(typeof(Proposal), PlanFile, "What a policy proposes, with its report.");

    /// <summary>The schema of what <c>plan bound -o json</c> prints.</summary>
    public static JsonObject Bound() => Of(
        typeof(BoundReport), BoundFile, "What no plan can exceed, with its proof, and what a plan lacks of it.");

    /// <summary>A schema as text.</summary>
    public static string Text(JsonNode schema) => schema.ToJsonString(s_indented) + "\n";

    private static JsonObject Of(Type type, string file, string description)
    {
        var schema = (JsonObject)DomainJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Transform,
        });
        var published = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://edgeflow.io/schema/{file}",
            ["description"] = description,
        };
        foreach (var (name, value) in schema)
        {
            published[name] = value?.DeepClone();
        }

        published["properties"]!["$schema"] = Typed("string", false);

        return published;
    }

    /// <summary>What our converters write, which the exporter cannot know.</summary>
    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type;
        if (Own(type, isNullable) is { } own)
        {
            return own;
        }

        if (context.TypeInfo.ElementType is { } element && Own(element, false) is { } items)
        {
            // Lists have items, maps have values.
            schema[context.TypeInfo.KeyType is null ? "items" : "additionalProperties"] = items;
        }

        // A reference to a type met before says nothing of its own: its properties would count as beyond it.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema is JsonObject its && !its.ContainsKey("$ref"))
        {
            // What a file has beyond this is refused, not left out.
            its["additionalProperties"] = false;
            Describe(context.TypeInfo, its);
        }

        return schema;
    }

    // The exporter forgets the type of an optional property that our converters write.
    private static void Describe(JsonTypeInfo type, JsonObject schema)
    {
        foreach (var property in type.Properties)
        {
            if (schema["properties"]?[property.Name] is JsonObject { Count: 1 } its && its.ContainsKey("default")
                && Own(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, true) is { } own)
            {
                own["default"] = its["default"]?.DeepClone();
                schema["properties"]![property.Name] = own;
            }
        }
    }

    private static JsonObject? Own(Type type, bool isNullable) => s_texts.Contains(type) ? Typed("string", isNullable)
        : s_amounts.Contains(type) ? Typed("integer", isNullable)
        : s_measures.Contains(type) ? Typed("number", isNullable)
        : type.IsEnum ? Enumerated(type)
        : type == typeof(IReadOnlyDictionary<string, string>) ? Map("string", isNullable)
        : type == typeof(IReadOnlyDictionary<string, int>) ? Map("integer", isNullable)
        : null;

    private static JsonObject Typed(string type, bool isNullable) => new()
    {
        ["type"] = isNullable ? new JsonArray(type, "null") : type,
    };

    private static JsonObject Enumerated(Type type) => new()
    {
        ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => JsonNamingPolicy.CamelCase.ConvertName(n))]),
    };

    private static JsonObject Map(string values, bool isNullable) => new()
    {
        ["type"] = isNullable ? new JsonArray("object", "null") : "object",
        ["additionalProperties"] = new JsonObject { ["type"] = values },
    };
}
