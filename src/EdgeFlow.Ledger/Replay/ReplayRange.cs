namespace EdgeFlow.Ledger.Replay;

/// <summary>What is replayed, and how fast.</summary>
/// <param name="From">The first event's number; 1 and up.</param>
/// <param name="To">The last event's number; below <paramref name="From"/> for nothing.</param>
/// <param name="Speed">How many times faster than it went; null for as fast as it can.</param>
public sealed record ReplayRange(long From, long To, double? Speed);
