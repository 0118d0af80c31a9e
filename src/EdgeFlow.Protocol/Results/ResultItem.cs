using System.Text.Json;

namespace EdgeFlow.Protocol.Results;

/// <summary>The result of one frame.</summary>
/// <param name="Frame">The frame's id.</param>
/// <param name="Payload">The sink's JSON, at most 64 KiB.</param>
/// <param name="Error">What went wrong with this frame, or null.</param>
/// <param name="LatencyMs">From capture to here.</param>
public sealed record ResultItem(long Frame, JsonElement? Payload, string? Error, double LatencyMs);
