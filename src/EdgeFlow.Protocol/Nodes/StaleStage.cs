namespace EdgeFlow.Protocol.Nodes;

/// <summary>A job that a node must not serve any more.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">Stages of it with an epoch below this one are void.</param>
public sealed record StaleStage(string Job, int Epoch);
