namespace EdgeFlow.Protocol.State;

/// <summary>How many things there were at a place of the history.</summary>
/// <param name="Applications">Declared applications.</param>
/// <param name="Jobs">Jobs that had not ended.</param>
/// <param name="Waiting">Of these the ones without a place.</param>
/// <param name="Nodes">Nodes that had not left.</param>
/// <param name="Links">Links that were not removed.</param>
/// <param name="Ended">Jobs that had ended, by how; null for a tenant.</param>
public sealed record StateCounts(int Applications, int Jobs, int Waiting, int Nodes, int Links, EndedCounts? Ended);
