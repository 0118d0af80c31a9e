using System.Text.Json;

namespace EdgeFlow.Exchange.Context;

/// <summary>A value of an application's context. Immutable.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value, any JSON.</param>
/// <param name="Tag">Another for every write of the key.</param>
public sealed record ContextEntry(string Key, JsonElement Value, string Tag);
