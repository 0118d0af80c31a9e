namespace EdgeFlow.Protocol.Nodes;

/// <summary>What an attempt at a batch task used that failed or was stopped.</summary>
/// <param name="ComputeMs">How long it computed, ≥ 0.</param>
/// <param name="Inputs">What it fetched whole from other nodes, by producing task.</param>
public sealed record LostAttempt(double ComputeMs, IReadOnlyList<FetchedInput> Inputs);
