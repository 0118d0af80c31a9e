using System.Text.Json;

namespace EdgeFlow.Exchange.Context;

/// <summary>One change of an application's context. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value to keep; null to delete the key, which need not be there.</param>
/// <param name="Tag">The tag that it must have, <see cref="AnyTag"/> when it need only be there; null for
/// neither.</param>
/// <param name="IsNew">Whether the key must not be there.</param>
/// <param name="TtlSeconds">Seconds after which it is gone; null for never.</param>
public sealed record ContextOperation(
    string Key, JsonElement? Value, string? Tag = null, bool IsNew = false, int? TtlSeconds = null)
{
    /// <summary>Stands for every tag.</summary>
    public const string AnyTag = "*";
}
