namespace EdgeFlow.Protocol.State;

/// <summary>How many jobs had ended, by how.</summary>
/// <param name="Completed">With their result.</param>
/// <param name="Failed">Without it.</param>
/// <param name="Refused">Never placed.</param>
/// <param name="Cancelled">Cancelled by somebody.</param>
public sealed record EndedCounts(long Completed, long Failed, long Refused, long Cancelled);
