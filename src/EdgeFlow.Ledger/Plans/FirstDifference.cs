using System.Text.Json;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Finds the first place where two JSON documents differ. Pure.</summary>
public static class FirstDifference
{
    /// <summary>Longest text shown of either side.</summary>
    public const int MaxShown = 200;

    /// <summary>The place; null when the documents say the same.</summary>
    public static DocumentDifference? Of(ReadOnlyMemory<byte> recorded, ReadOnlyMemory<byte> now)
    {
        using var left = JsonDocument.Parse(recorded);
        using var right = JsonDocument.Parse(now);
        return Of(left.RootElement, right.RootElement, "");
    }

    private static DocumentDifference? Of(JsonElement left, JsonElement right, string pointer) =>
        (left.ValueKind, right.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => OfMaps(left, right, pointer),
            (JsonValueKind.Array, JsonValueKind.Array) => OfLists(left, right, pointer),
            _ when left.GetRawText() == right.GetRawText() => null,
            _ => new DocumentDifference(pointer, Shown(left), Shown(right)),
        };

    private static DocumentDifference? OfMaps(JsonElement left, JsonElement right, string pointer)
    {
        foreach (var pair in left.EnumerateObject())
        {
            var place = $"{pointer}/{Escaped(pair.Name)}";
            var found = right.TryGetProperty(pair.Name, out var other)
                ? Of(pair.Value, other, place)
                : new DocumentDifference(place, Shown(pair.Value), null);
            if (found is not null)
            {
                return found;
            }
        }

        foreach (var pair in right.EnumerateObject())
        {
            if (!left.TryGetProperty(pair.Name, out _))
            {
                return new DocumentDifference($"{pointer}/{Escaped(pair.Name)}", null, Shown(pair.Value));
            }
        }

        return null;
    }

    private static DocumentDifference? OfLists(JsonElement left, JsonElement right, string pointer)
    {
        var (lefts, rights) = (left.EnumerateArray().ToList(), right.EnumerateArray().ToList());
        for (var k = 0; k < Math.Max(lefts.Count, rights.Count); k++)
        {
            var place = $"{pointer}/{k}";
            var found = k >= lefts.Count ? new DocumentDifference(place, null, Shown(rights[k]))
                : k >= rights.Count ? new DocumentDifference(place, Shown(lefts[k]), null)
                : Of(lefts[k], rights[k], place);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string Shown(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= MaxShown ? text : text[..MaxShown] + "…";
    }

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
