using System.Text.Json;

namespace EdgeFlow.Dapr.State;

/// <summary>One change of a transaction on a state store. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value to keep; null to delete the key, which need not be there.</param>
/// <param name="Tag">The ETag that it must have; null for any.</param>
/// <param name="IsFirst">Whether the key must not be there; only with a value and without a tag.</param>
public sealed record StateChange(string Key, JsonElement? Value, string? Tag = null, bool IsFirst = false);
