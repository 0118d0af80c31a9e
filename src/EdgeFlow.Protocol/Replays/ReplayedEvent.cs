using System.Text.Json;

namespace EdgeFlow.Protocol.Replays;

/// <summary>
/// A message of <c>GET /v1/replay</c>: an event as <c>GET /v1/events/watch</c> gives it, and what it changed.
/// </summary>
/// <param name="Sequence">Its place in the whole store; also the SSE id.</param>
/// <param name="Stream">Its stream, e.g. <c>job-j1</c>.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">Its type, e.g. <c>job_submitted</c>.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Data">What it says.</param>
/// <param name="Actor">Who asked; null in events of old.</param>
/// <param name="Correlation">The story it belongs to; null for none.</param>
/// <param name="Causation">What directly caused it; null where nothing is known.</param>
/// <param name="Change">What it changed.</param>
public sealed record ReplayedEvent(
    long Sequence, string Stream, long Version, string Type, DateTimeOffset At, JsonElement Data, string? Actor,
    string? Correlation, string? Causation, ReplayState Change);
