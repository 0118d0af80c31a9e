using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace EdgeFlow.Domain.Documents;

/// <summary>Compares a document with a type, level by level; as deep as the document is nested, which
/// <see cref="DocumentLimits.MaxDepth"/> bounds.</summary>
internal sealed class TypedCheck(TypedRules rules, ErrorList errors)
{
    private readonly Dictionary<Type, (Shape Shape, Dictionary<string, JsonPropertyInfo> Properties)> _shapes = [];
    private readonly TypedScalars _scalars = new(rules.Options, errors);
    private readonly StringComparer _keys = rules.Options.PropertyNameCaseInsensitive
        ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Reports what keeps a value from being of a type.</summary>
    public void Check(DocumentNode node, Type declared, NumberRange? range = null)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var info = rules.Options.GetTypeInfo(type);
        if (MapValues(type, info) is { } values)
        {
            CheckMap(node, values, range);
            return;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(node, type, info);
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckList(node, info.ElementType!);
                break;
            default:
                _scalars.Check(node, type, range);
                break;
        }
    }

    private void CheckObject(DocumentNode node, Type type, JsonTypeInfo info)
    {
        if (!_shapes.TryGetValue(type, out var known))
        {
            var properties = info.Properties.Where(p => p.AssociatedParameter is not null || p.Set is not null)
                .ToDictionary(p => p.Name, _keys);
            _shapes[type] = known = (ShapeOf(type, properties.Values), properties);
        }

        Fields.Of(node, known.Shape, errors, _keys);
        foreach (var key in (node as MapNode)?.Keys ?? [])
        {
            if (known.Properties.GetValueOrDefault(key) is { } property)
            {
                CheckValue(((MapNode)node)[key], property);
            }
        }
    }

    private void CheckValue(DocumentNode value, JsonPropertyInfo property)
    {
        if (value is not ScalarNode { IsNull: true })
        {
            Check(value, property.PropertyType, rules.RangeOf?.Invoke(property));
        }
        else if (!MayBeNull(property))
        {
            errors.Add(value, "null stands where a value is expected", $"a value of '{property.Name}'");
        }
    }

    private void CheckList(DocumentNode node, Type items)
    {
        if (node is not ListNode list)
        {
            errors.Add(node, $"{node.Kind} stands where a list is expected", "a list");
            return;
        }

        foreach (var item in list.Items)
        {
            Check(item, items);
        }
    }

    private void CheckMap(DocumentNode node, Type values, NumberRange? range)
    {
        if (node is not MapNode map)
        {
            errors.Add(node, $"{node.Kind} stands where an object is expected", "an object, its values by name");
            return;
        }

        foreach (var key in map.Keys)
        {
            Check(map[key], values, range);
        }
    }

    // Some of our maps have a converter of their own, of which the serializer does not say what it reads.
    private static Type? MapValues(Type type, JsonTypeInfo info) =>
        info.Kind == JsonTypeInfoKind.Dictionary ? info.ElementType
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            ? type.GetGenericArguments()[1]
        : null;

    private static bool MayBeNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static Shape ShapeOf(Type type, IReadOnlyCollection<JsonPropertyInfo> properties) => new(
        Words(type.Name), [.. properties.Select(p => p.Name)],
        [.. properties.Where(p => p.IsRequired).Select(p => p.Name)]);

    /// <summary>A type's name in words: NodeCapacity is a 'node capacity'.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name.Split('`')[0])
        {
            words.Append(char.IsUpper(letter) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
