using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Reads YAML (of which JSON is a part) as JSON: plain scalars that look like numbers, booleans or null are
/// those, quoted ones are texts.</summary>
internal static class YamlDocument
{
    /// <summary>Most nested levels.</summary>
    public const int MostLevels = 64;

    /// <summary>Reads the first document.</summary>
    /// <exception cref="YamlException">The text is no YAML, or nested too deeply.</exception>
    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0);
    }

    private static JsonNode? Convert(YamlNode node, int level) => node switch
    {
        _ when level > MostLevels => throw new YamlException(
            node.Start, node.End, $"more than {MostLevels} levels are nested here"),
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create(
            ((YamlScalarNode)p.Key).Value ?? "", Convert(p.Value, level + 1)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(c => Convert(c, level + 1))]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new YamlException(node.Start, node.End, "aliases are not supported"),
    };

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style != ScalarStyle.Plain ? JsonValue.Create(text) : text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
                JsonValue.Create(whole),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
