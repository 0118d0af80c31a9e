namespace EdgeFlow.Protocol.Directives;

/// <summary>One task to host.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Kind">Stage kind: a built-in's name, <c>model</c> or <c>external</c>.</param>
/// <param name="Model">Model file relative to the node's models folder, or null.</param>
/// <param name="Parameters">Canonical JSON object.</param>
/// <param name="StageHash">
/// SHA-256 hex of <c>kind \n model \n parameters</c>: what profiles are kept by.
/// </param>
/// <param name="Inputs">Flows that it reads; none for a source.</param>
/// <param name="Outputs">
/// Flows that it writes; none for a sink, whose frames become results at the control plane.
/// </param>
/// <param name="Frames">Source: how many frames to make in all; null for all that it has.</param>
/// <param name="RatePerSecond">Source: the pace, from the plan's rate; 0 for as fast as the window lets.</param>
/// <param name="Attempts">Most attempts at one frame.</param>
/// <param name="RetryDelayMs">Wait before the second attempt; doubles.</param>
/// <param name="TimeoutMs">Longest time of one attempt.</param>
public sealed record HostedTask(
    string Task, string Kind, string? Model, string Parameters, string StageHash, IReadOnlyList<InputFlow> Inputs,
    IReadOnlyList<OutputFlow> Outputs, long? Frames, double RatePerSecond, int Attempts, double RetryDelayMs,
    double TimeoutMs);
