using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Exchange.Context;

/// <summary>A value in a stored context. Immutable.</summary>
/// <param name="Value">The value.</param>
/// <param name="Write">Which write of the context it is of.</param>
/// <param name="ExpiresAt">When it is over, in milliseconds of Unix time; null for never.</param>
internal sealed record ContextValue(
    [property: JsonPropertyName("value")] JsonElement Value, [property: JsonPropertyName("write")] long Write,
    [property: JsonPropertyName("expiresAt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    long? ExpiresAt)
{
    /// <summary>Whether its time is not over.</summary>
    public bool IsLiving(long nowMs) => ExpiresAt is null || ExpiresAt > nowMs;
}
