using System.Text.Json;

namespace EdgeFlow.Dapr.State;

/// <summary>A value of a state store.</summary>
/// <param name="Value">The value.</param>
/// <param name="Tag">Its ETag, as the store writes it; empty when it has none.</param>
public sealed record StateItem(JsonElement Value, string Tag);
