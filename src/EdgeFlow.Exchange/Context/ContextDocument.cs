using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Exchange.Context;

/// <summary>
/// The whole context of one application: what one write changes is one value of the store, so that all of a
/// transaction happens or nothing, in any store that has ETags. Immutable; pure.
/// </summary>
/// <param name="Writes">How often it was written; the tags of its values are taken from here.</param>
/// <param name="Values">The values by key, those whose time is over too.</param>
internal sealed record ContextDocument(
    [property: JsonPropertyName("writes")] long Writes,
    [property: JsonPropertyName("values")] ImmutableSortedDictionary<string, ContextValue> Values)
{
    /// <summary>Nothing was ever written.</summary>
    public static ContextDocument Empty { get; } =
        new(0, ImmutableSortedDictionary.Create<string, ContextValue>(StringComparer.Ordinal));

    /// <summary>The document of a stored value, without what is over.</summary>
    /// <param name="stored">The value; null when there is none.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ContextDocument Read(JsonElement? stored, DateTimeOffset now)
    {
        try
        {
            var read = stored?.Deserialize<ContextDocument>() ?? Empty;
            var at = now.ToUnixTimeMilliseconds();
            return read with
            {
                Values = Empty.Values.AddRange(read.Values.Where(entry => entry.Value.IsLiving(at))),
            };
        }
        catch (JsonException odd)
        {
            throw new InvalidDataException("A stored context is damaged: somebody else has written it.", odd);
        }
    }

    /// <summary>The value to store.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this);

    /// <summary>The tag of what was written last.</summary>
    [JsonIgnore]
    public string LastTag => Writes.ToString(CultureInfo.InvariantCulture);

    /// <summary>One value; null when there is none.</summary>
    public ContextEntry? Find(string key) => Values.TryGetValue(key, out var value)
        ? new ContextEntry(key, value.Value, Tag(value))
        : null;

    /// <summary>What a write makes of it, or why not.</summary>
    /// <param name="operations">What to do, each key once.</param>
    /// <param name="now">The moment.</param>
    public (ContextDocument After, ContextOutcome Outcome) Apply(
        IReadOnlyList<ContextOperation> operations, DateTimeOffset now)
    {
        var stale = operations.FirstOrDefault(operation => operation.IsNew
            ? Values.ContainsKey(operation.Key)
            : operation.Tag is { } tag && !Fits(Find(operation.Key), tag));
        if (stale is not null)
        {
            return (this, ContextOutcome.Changed(stale.Key));
        }

        var writes = Writes + 1;
        var values = operations.Aggregate(Values, (values, operation) => operation.Value is { } value
            ? values.SetItem(operation.Key, new ContextValue(value, writes, Expiry(operation.TtlSeconds, now)))
            : values.Remove(operation.Key));
        var after = new ContextDocument(writes, values);
        return values.Count > ContextLimits.MaxKeys || after.Bytes > ContextLimits.MaxBytes
            ? (this, ContextOutcome.Full)
            : (after, ContextOutcome.Done);
    }

    /// <summary>Keys in ordinal order.</summary>
    public IReadOnlyList<string> Keys(string prefix, string? after, int limit) =>
    [
        .. Values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(key, after ?? "") > 0).Take(limit),
    ];

    private static bool Fits(ContextEntry? entry, string tag) =>
        entry is not null && (tag == ContextOperation.AnyTag || entry.Tag == tag);

    private int Bytes => JsonSerializer.SerializeToUtf8Bytes(this).Length;

    private static long? Expiry(int? ttl, DateTimeOffset now) =>
        ttl is { } seconds ? now.AddSeconds(seconds).ToUnixTimeMilliseconds() : null;

    private static string Tag(ContextValue value) => value.Write.ToString(CultureInfo.InvariantCulture);
}
