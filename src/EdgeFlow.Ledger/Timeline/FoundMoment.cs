namespace EdgeFlow.Ledger.Timeline;

/// <summary>A place of the history.</summary>
/// <param name="Sequence">The last event there; 0 for the beginning.</param>
public sealed record FoundMoment(long Sequence);
