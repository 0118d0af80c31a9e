using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Exchange.Context;

/// <summary>A value in a stored context. Immutable.</summary>
/// <param name="Value">The value; null where it is kept in an entry of its own, beside the document.</param>
/// <param name="Write">Which write of the context it is of.</param>
/// <param name="ExpiresAt">When it is over, in milliseconds of Unix time; null for never.</param>
/// <param name="ApartBytes">The size in bytes of a value that is kept in an entry of its own; null for one that is
/// here.</param>
public sealed record ContextValue(
    [property: JsonPropertyName("value"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    JsonElement? Value,
    [property: JsonPropertyName("write")] long Write,
    [property: JsonPropertyName("expiresAt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    long? ExpiresAt,
    [property: JsonPropertyName("apartBytes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    int? ApartBytes = null)
{
    /// <summary>Whether its time is not over.</summary>
    /// <param name="nowMs">The moment, in milliseconds of Unix time.</param>
    public bool IsLiving(long nowMs) => ExpiresAt is null || ExpiresAt > nowMs;
}
