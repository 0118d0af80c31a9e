namespace EdgeFlow.Control.Runs;

/// <summary>An output that a task of a batch job reads.</summary>
/// <param name="Task">The producer.</param>
/// <param name="BandwidthBitsPerSecond">What to shape the fetch to; 0 when it crosses no link.</param>
public sealed record TaskNeed(string Task, long BandwidthBitsPerSecond);
