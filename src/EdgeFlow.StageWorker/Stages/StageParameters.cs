using System.Text.Json;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// Reads the <c>with</c> object of a stage: each value with its type, range and default, and at the end a refusal of
/// keys that nobody read, because a misspelt parameter would otherwise pass in silence. Used by one thread.
/// </summary>
public sealed class StageParameters
{
    private readonly string kind;
    private readonly JsonElement with;
    private readonly SortedSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Parameters of a stage.</summary>
    /// <param name="kind">The stage's kind, for messages.</param>
    /// <param name="with">An object; undefined and null count as empty.</param>
    /// <exception cref="StageException">It is something else.</exception>
    public StageParameters(string kind, JsonElement with)
    {
        this.kind = kind;
        this.with = with;
        if (with.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            throw new StageException("BadParameter",
                $"Stage '{kind}': 'with' must be an object, not {with.ValueKind}.");
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Bad(key, "is missing; it must be a text");

    /// <summary>A text, or null when it is not there.</summary>
    public string? OptionalText(string key) => Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Bad(key, $"must be a text, not {value.GetRawText()}");

    /// <summary>One of some words.</summary>
    public string Choice(string key, string otherwise, params string[] words)
    {
        var text = OptionalText(key) ?? otherwise;
        return words.Contains(text) ? text : throw Bad(key, $"must be one of {string.Join(", ", words)}, not '{text}'");
    }

    /// <summary>A whole number from least to most.</summary>
    public int Whole(string key, int otherwise, int least, int most) => Find(key) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number >= least && number <= most ? number
        : throw Bad(key, $"must be a whole number from {least} to {most}, not {value.GetRawText()}");

    /// <summary>A number from least to most.</summary>
    public double Number(string key, double otherwise, double least, double most) =>
        Find(key) is { } value ? Number(key, value, least, most) : otherwise;

    /// <summary>True or false.</summary>
    public bool Switch(string key, bool otherwise) => Find(key) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Bad(key, $"must be true or false, not {value.GetRawText()}");

    /// <summary>A list of so many numbers from least to most.</summary>
    public double[] Numbers(string key, double[] otherwise, double least, double most)
    {
        if (Find(key) is not { } value)
        {
            return otherwise;
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == otherwise.Length
            ? [.. value.EnumerateArray().Select(item => Number(key, item, least, most))]
            : throw Bad(key, $"must be a list of {otherwise.Length} numbers, not {value.GetRawText()}");
    }

    /// <summary>Texts by name, at most so many; none when it is not there. The texts may be secrets, so that no
    /// message repeats them.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key, int most)
    {
        if (Find(key) is not { } value)
        {
            return new Dictionary<string, string>();
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() > most
            || value.EnumerateObject().Any(text => text.Value.ValueKind != JsonValueKind.String))
        {
            throw Bad(key, $"must be an object of at most {most} texts");
        }

        return value.EnumerateObject().GroupBy(text => text.Name).ToDictionary(
            group => group.Key, group => group.Last().Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>To be called when all parameters are read.</summary>
    /// <exception cref="StageException">
    /// There is a key that was never asked for; the message lists the known ones.
    /// </exception>
    public void RefuseOthers()
    {
        var names = with.ValueKind == JsonValueKind.Object ? with.EnumerateObject().Select(item => item.Name) : [];
        var unknown = names.Where(name => !known.Contains(name)).ToArray();
        if (unknown.Length > 0)
        {
            throw new StageException("BadParameter",
                $"Stage '{kind}' has no parameter '{string.Join("', '", unknown)}'; it has: "
                + $"{(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    /// <summary>The error for a parameter whose value cannot be used.</summary>
    public StageException Bad(string key, string reason) =>
        new("BadParameter", $"Stage '{kind}': parameter '{key}' {reason}.");

    private double Number(string key, JsonElement value, double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && number >= least && number <= most
            ? number
            : throw Bad(key, $"must be a number from {least} to {most}, not {value.GetRawText()}");

    private JsonElement? Find(string key)
    {
        known.Add(key);
        return with.ValueKind == JsonValueKind.Object && with.TryGetProperty(key, out var value) ? value : null;
    }
}
