namespace EdgeFlow.EventStore.Projections;

/// <summary>How far a rebuild is. Immutable.</summary>
/// <param name="Phase">What it does, in words.</param>
/// <param name="Sequence">The last event that its tables know.</param>
/// <param name="Last">The last event there was.</param>
public sealed record RebuildProgress(string Phase, long Sequence, long Last);
