namespace EdgeFlow.Workflows;

/// <summary>A job at an epoch.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch.</param>
public sealed record JobEpoch(string Job, int Epoch);
