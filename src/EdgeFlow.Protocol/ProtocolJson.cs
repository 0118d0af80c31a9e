using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Protocol;

/// <summary>
/// How every JSON message between our processes is written: camelCase, enums as camelCase strings, nulls left out.
/// </summary>
public static class ProtocolJson
{
    /// <summary>The options; immutable, safe to share.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 32,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
