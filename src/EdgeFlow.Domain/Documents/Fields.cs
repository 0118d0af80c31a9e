namespace EdgeFlow.Domain.Documents;

/// <summary>An object's values by known key: unknown and missing keys are reported once, when it is opened.</summary>
internal sealed class Fields
{
    private readonly MapNode? _map;

    private Fields(MapNode? map) => _map = map;

    /// <summary>The value of a key; null when it is absent.</summary>
    public DocumentNode? this[string key] => _map?.Find(key);

    /// <summary>Opens an object. What is no object is reported and has no fields.</summary>
    /// <param name="node">The object; null where there is none, which is no error here.</param>
    /// <param name="shape">What it may and must have.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="keys">How keys are compared; null for by ordinal.</param>
    public static Fields Of(DocumentNode? node, Shape shape, ErrorList errors, StringComparer? keys = null)
    {
        var compared = keys ?? StringComparer.Ordinal;
        if (node is not MapNode map)
        {
            if (node is not null)
            {
                errors.Add(node, $"{node.Kind} stands where an object is expected", Expected(shape));
            }

            return new Fields(null);
        }

        foreach (var key in map.Keys.Where(key => !shape.Keys.Contains(key, compared)))
        {
            errors.Add(
                map[key], $"the key '{key}' is not known here", errors.Suggest(key, shape.Keys, Expected(shape)));
        }

        foreach (var key in shape.Required.Where(key => !map.Keys.Contains(key, compared)))
        {
            errors.Add(map, $"the key '{key}' is missing", $"'{key}' in every {shape.Name}");
        }

        return new Fields(map);
    }

    private static string Expected(Shape shape) => $"an object with the keys {string.Join(", ", shape.Keys)}";
}
