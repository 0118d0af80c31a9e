namespace EdgeFlow.Domain.Nodes;

/// <summary>What a stage costs on a kind of machine, as measured on one node of it.</summary>
/// <param name="StageHash">SHA-256 over the stage's kind, model hash and parameters.</param>
/// <param name="NodeKind">The kind of machine.</param>
/// <param name="MedianMs">Median time of one frame.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="OutputBytes">Size of the output for the sample frame.</param>
public sealed record StageProfile(string StageHash, string NodeKind, double MedianMs, double P95Ms, long OutputBytes);
