using System.Text.Json;

namespace EdgeFlow.Protocol.Context;

/// <summary>One change of an application's context.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value to keep, any JSON but null; null to delete.</param>
/// <param name="Delete">Whether the key is deleted; it need not be there.</param>
/// <param name="IfMatch">The tag that the key must have, <c>*</c> for any; null when it need not be there.</param>
/// <param name="IfNoneMatch">Whether the key must not be there.</param>
/// <param name="TtlSeconds">Seconds after which the value is gone; null for never.</param>
public sealed record ContextChange(
    string Key, JsonElement? Value = null, bool Delete = false, string? IfMatch = null, bool IfNoneMatch = false,
    int? TtlSeconds = null);
