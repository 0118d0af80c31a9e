using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// The JSON Schemas (2020-12) of a snapshot and of a plan, made from the types that are written and read, so that they
/// cannot drift apart. Their published form is in docs/schema.
/// </summary>
public static class PlanSchemas
{
    /// <summary>Name of the snapshot's schema below docs/schema.</summary>
    public const string SnapshotFile = "snapshot.v1.schema.json";

    /// <summary>Name of the plan's schema below docs/schema.</summary>
    public const string PlanFile = "plan.v1.schema.json";

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
    public static JsonObject Snapshot() => Of(typeof(NetworkSnapshot), SnapshotFile, "The planner's whole input.");

    /// <summary>The schema of a plan.</summary>
    public static JsonObject Plan() => Of(typeof(Proposal), PlanFile, "What a policy proposes, with its report.");

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

        return schema;
    }

    private static JsonObject? Own(Type type, bool isNullable) => s_texts.Contains(type) ? Typed("string", isNullable)
        : s_amounts.Contains(type) ? Typed("integer", isNullable)
        : s_measures.Contains(type) ? Typed("number", isNullable)
        : type.IsEnum ? Enumerated(type)
        : type == typeof(IReadOnlyDictionary<string, string>) ? Map("string")
        : type == typeof(IReadOnlyDictionary<string, int>) ? Map("integer")
        : null;

    private static JsonObject Typed(string type, bool isNullable) => new()
    {
        ["type"] = isNullable ? new JsonArray(type, "null") : type,
    };

    private static JsonObject Enumerated(Type type) => new()
    {
        ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => JsonNamingPolicy.CamelCase.ConvertName(n))]),
    };

    private static JsonObject Map(string values) => new()
    {
        ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = values },
    };
}
