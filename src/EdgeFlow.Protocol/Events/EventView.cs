using System.Text.Json;

namespace EdgeFlow.Protocol.Events;

/// <summary>A stored event: <c>GET /v1/events</c>, <c>GET /v1/jobs/{job}/history</c>.</summary>
/// <param name="Sequence">Its place in the whole store; also the SSE id and the cursor.</param>
/// <param name="Stream">Its stream, e.g. <c>job-j1</c>.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">Its type, e.g. <c>job_submitted</c>.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Data">What it says.</param>
/// <param name="Actor">Who asked, e.g. <c>operator</c>, <c>node/edge-1</c>; null in events of old.</param>
/// <param name="Correlation">The story it belongs to; null for none.</param>
/// <param name="Causation">What directly caused it, e.g. <c>event/17</c>, <c>plan/3</c>; null where nothing is
/// known.</param>
public sealed record EventView(
    long Sequence, string Stream, long Version, string Type, DateTimeOffset At, JsonElement Data, string? Actor = null,
    string? Correlation = null, string? Causation = null);
