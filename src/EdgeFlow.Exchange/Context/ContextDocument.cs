using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Exchange.Context;

/// <summary>
/// The context of one application: its keys with their values, or, where a store takes transactions, its keys with what
/// tells their values' entries. Whoever writes a context writes this document over the one that was seen, so that all
/// of a transaction happens or nothing. Immutable; pure.
/// </summary>
/// <param name="Writes">How often it was written; the tags of its values are taken from here.</param>
/// <param name="Values">The values by key, those whose time is over too.</param>
public sealed record ContextDocument(
    [property: JsonPropertyName("writes")] long Writes,
    [property: JsonPropertyName("values")] ImmutableSortedDictionary<string, ContextValue> Values)
{
    /// <summary>Nothing was ever written.</summary>
    public static ContextDocument Empty { get; } =
        new(0, ImmutableSortedDictionary.Create<string, ContextValue>(StringComparer.Ordinal));

    /// <summary>The tag of what was written last.</summary>
    [JsonIgnore]
    public string LastTag => Writes.ToString(CultureInfo.InvariantCulture);

    private int Bytes => JsonSerializer.SerializeToUtf8Bytes(this).Length
        + Values.Values.Sum(value => value.ApartBytes ?? 0);

    /// <summary>The document of a stored value.</summary>
    /// <param name="stored">The value; null when there is none.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ContextDocument Read(JsonElement? stored)
    {
        try
        {
            var read = stored?.Deserialize<ContextDocument>() ?? Empty;
            return read with { Values = Empty.Values.AddRange(read.Values) };
        }
        catch (JsonException odd)
        {
            throw new InvalidDataException("A stored context is damaged: somebody else has written it.", odd);
        }
    }

    /// <summary>The value to store.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this);

    /// <summary>One value; null when there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="now">The moment.</param>
    public ContextValue? Find(string key, DateTimeOffset now) =>
        Values.TryGetValue(key, out var value) && value.IsLiving(now.ToUnixTimeMilliseconds()) ? value : null;

    /// <summary>What a write makes of it, or why not. Values whose time is over go, as many as fit into one write.
    /// </summary>
    /// <param name="operations">What to do, each key once.</param>
    /// <param name="now">The moment.</param>
    public (ContextDocument After, ContextOutcome Outcome) Apply(
        IReadOnlyList<ContextOperation> operations, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var stale = operations.FirstOrDefault(operation => operation.IsNew
            ? Find(operation.Key, now) is not null
            : operation.Tag is { } tag && !Fits(Find(operation.Key, now), tag));
        if (stale is not null)
        {
            return (this, ContextOutcome.Changed(stale.Key));
        }

        var (writes, at) = (Writes + 1, now.ToUnixTimeMilliseconds());
        var over = Values.Where(entry => !entry.Value.IsLiving(at)).Take(ContextLimits.MaxOperations);
        var values = operations.Aggregate(
            Values.RemoveRange(over.Select(entry => entry.Key)),
            (values, operation) => operation.Value is { } value
                ? values.SetItem(operation.Key, new ContextValue(value, writes, Expiry(operation.TtlSeconds, now)))
                : values.Remove(operation.Key));
        var after = new ContextDocument(writes, values);
        return values.Count > ContextLimits.MaxKeys || after.Bytes > ContextLimits.MaxBytes
            ? (this, ContextOutcome.Full)
            : (after, ContextOutcome.Done);
    }

    /// <summary>Keys in ordinal order.</summary>
    /// <param name="prefix">What they begin with; empty for all.</param>
    /// <param name="after">Only keys after this one; null for all.</param>
    /// <param name="limit">Most keys.</param>
    /// <param name="now">The moment.</param>
    public IReadOnlyList<string> Keys(string prefix, string? after, int limit, DateTimeOffset now) =>
    [
        .. Values.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(entry.Key, after ?? "") > 0
            && entry.Value.IsLiving(now.ToUnixTimeMilliseconds())).Select(entry => entry.Key).Take(limit),
    ];

    /// <summary>The tag of a value.</summary>
    public static string Tag(ContextValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Write.ToString(CultureInfo.InvariantCulture);
    }

    private static bool Fits(ContextValue? value, string tag) =>
        value is not null && (tag == ContextOperation.AnyTag || Tag(value) == tag);

    private static long? Expiry(int? ttl, DateTimeOffset now) =>
        ttl is { } seconds ? now.AddSeconds(seconds).ToUnixTimeMilliseconds() : null;
}
