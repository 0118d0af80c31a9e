using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>The published schema and the reader say the same.</summary>
public class ManifestSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ManifestSchema.Text).RootElement;

    public static TheoryData<string> Shapes => [.. ManifestShapes.All.Select(shape => shape.Name)];

    public static TheoryData<string> Samples => [.. SampleFiles.Select(file => Path.GetFileName(file)!)];

    [Fact]
    public void Text_Resource_IsThePublishedFile() => Assert.Equal(
        File.ReadAllText(Path.Combine(Root(), "docs", "schema", ManifestSchema.FileName)), ManifestSchema.Text);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_InTheSchema_HasTheReadersKeys(string name)
    {
        var shape = ManifestShapes.All.Single(item => item.Name == name);
        var published = Schema.GetProperty("$defs").GetProperty(name);
        var properties = published.GetProperty("properties").EnumerateObject().ToList();
        var required = published.TryGetProperty("required", out var list)
            ? list.EnumerateArray().Select(item => item.GetString()!)
            : [];

        Assert.Equal(shape.Keys.Order(), properties.Select(property => property.Name).Order());
        Assert.Equal(shape.Required.Order(), required.Order());
        Assert.False(published.GetProperty("additionalProperties").GetBoolean());
        Assert.All(properties, property => Assert.True(
            property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _), name));
    }

    [Fact]
    public void Definitions_OfObjects_AreTheReadersShapes()
    {
        var objects = Schema.GetProperty("$defs").EnumerateObject()
            .Where(item => item.Value.TryGetProperty("properties", out _)).Select(item => item.Name);

        Assert.Equal(ManifestShapes.All.Select(shape => shape.Name).Order(), objects.Order());
    }

    [Fact]
    public void Limits_InTheSchema_AreTheReaders()
    {
        Assert.Equal(ManifestLimits.MaxTasks, Number("spec", "tasks", "maxItems"));
        Assert.Equal(ManifestLimits.MaxAttempts, Number("retry", "attempts", "maximum"));
        Assert.Equal(ManifestLimits.MaxBackoff, Number("retry", "backoff", "maximum"));
        Assert.Equal(ManifestLimits.MaxModel, Number("stage", "model", "maxLength"));
        Assert.Equal(ManifestLimits.MaxUrl, Number("stage", "external", "maxLength"));
        Assert.Equal(ManifestLimits.MaxLabels, Number("constraints", "labels", "maxProperties"));
        Assert.Equal(ManifestLimits.MaxDescription, Number("metadata", "description", "maxLength"));
        Assert.Equal(ManifestLimits.MaxWork, Number("task", "work", "maximum"));
        Assert.Equal(ManifestLimits.MaxAcceleratorKinds, Number("task", "accelerators", "maxProperties"));
        Assert.Equal(ManifestLimits.MaxVariants, Number("task", "variants", "maxItems"));
        Assert.Equal(DemandLimits.MaxPrice, Number("budget", "pricePerHour", "maximum"));
        Assert.Equal(DemandLimits.MaxWatts, Number("budget", "watts", "maximum"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_Canonical_KeepsTheSchema(string sample)
    {
        var text = File.ReadAllText(SampleFiles.Single(file => Path.GetFileName(file) == sample));
        using var canonical = JsonDocument.Parse(Accepted(text).Json);

        Assert.Empty(Problems(canonical.RootElement, Schema, ""));
    }

    [Fact]
    public void Problems_UnknownKeyAndWrongType_AreFound()
    {
        using var wrong = JsonDocument.Parse("""{"apiVersion":"v1","kind":5,"metadata":{"nmae":"x"}}""");

        Assert.Equal(5, Problems(wrong.RootElement, Schema, "").Count());
    }

    private static double Number(string shape, string property, string keyword) => Schema.GetProperty("$defs")
        .GetProperty(shape).GetProperty("properties").GetProperty(property).GetProperty(keyword).GetDouble();

    /// <summary>A checker of the keywords that matter here; combinations (anyOf, oneOf) are the reader's.</summary>
    private static IEnumerable<string> Problems(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var target = Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
            return Problems(value, target, at);
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(value, type))
        {
            return [$"{at}: {value.ValueKind} is no {type}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => ObjectProblems(value, schema, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().SelectMany((item, index) => Problems(
                    item, items, string.Create(CultureInfo.InvariantCulture, $"{at}/{index}"))),
            JsonValueKind.String => TextProblems(value.GetString()!, schema, at),
            _ => [],
        };
    }

    private static IEnumerable<string> ObjectProblems(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var key in required.EnumerateArray().Where(key => !value.TryGetProperty(key.GetString()!, out _)))
            {
                yield return $"{at}: {key} is missing";
            }
        }

        foreach (var property in value.EnumerateObject())
        {
            var place = $"{at}/{property.Name}";
            var isKnown = schema.TryGetProperty("properties", out var known)
                & (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(property.Name, out known));
            var isStrict = schema.TryGetProperty("additionalProperties", out var rest)
                && rest.ValueKind == JsonValueKind.False;
            if (!isKnown && isStrict)
            {
                yield return $"{place} is not known";
            }

            foreach (var problem in isKnown ? Problems(property.Value, known, place) : [])
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> TextProblems(string text, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("enum", out var words)
            && words.EnumerateArray().All(word => word.GetString() != text))
        {
            yield return $"{at}: '{text}' is none of {words}";
        }

        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!))
        {
            yield return $"{at}: '{text}' does not match {pattern}";
        }
    }

    private static bool HasType(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => HasType(value, one))
            : type.GetString() switch
            {
                "object" => value.ValueKind == JsonValueKind.Object,
                "array" => value.ValueKind == JsonValueKind.Array,
                "string" => value.ValueKind == JsonValueKind.String,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
                _ => value.ValueKind == JsonValueKind.Number,
            };
}
