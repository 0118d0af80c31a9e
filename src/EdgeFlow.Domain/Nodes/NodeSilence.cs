using System.Text.Json.Serialization;

namespace EdgeFlow.Domain.Nodes;

/// <summary>What was missing when a node was given up. Immutable.</summary>
/// <param name="SilentMs">How long nothing had been heard of it, in milliseconds.</param>
/// <param name="LeaseMs">How long it may be silent, in milliseconds; longer after returns in short order.</param>
/// <param name="HeartbeatMs">How often it is asked to be heard, in milliseconds.</param>
/// <param name="RefusedAt">The address at which its machine said that nothing listens; null when its lease ran
/// out.</param>
public sealed record NodeSilence(
    double SilentMs, double LeaseMs, double HeartbeatMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefusedAt = null)
{
    /// <summary>Heartbeats that were due and did not come.</summary>
    [JsonIgnore]
    public long Missing =>
        HeartbeatMs > 0 && SilentMs / HeartbeatMs < long.MaxValue ? (long)(SilentMs / HeartbeatMs) : 0;
}
