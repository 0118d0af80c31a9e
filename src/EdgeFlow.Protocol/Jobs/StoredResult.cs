using System.Text.Json;

namespace EdgeFlow.Protocol.Jobs;

/// <summary>A result as stored: <c>GET /v1/jobs/{job}/results</c>.</summary>
/// <param name="Task">The sink.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Epoch">The epoch that gave it.</param>
/// <param name="Payload">The sink's JSON.</param>
/// <param name="Error">What went wrong with this frame, or null.</param>
/// <param name="LatencyMs">From capture to result.</param>
/// <param name="StoredAt">When it was stored.</param>
public sealed record StoredResult(
    string Task, long Frame, int Epoch, JsonElement? Payload, string? Error, double LatencyMs, DateTimeOffset StoredAt);
