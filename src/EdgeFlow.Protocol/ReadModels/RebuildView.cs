namespace EdgeFlow.Protocol.ReadModels;

/// <summary>How far a rebuild is, or how it went.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="IsCheck">It compares only.</param>
/// <param name="Phase">What it does, in words; null before and after.</param>
/// <param name="Sequence">The last event that the new tables know.</param>
/// <param name="Last">The last event there was.</param>
/// <param name="Events">Done: how many events there were.</param>
/// <param name="ElapsedMs">Done: how long it took.</param>
/// <param name="HeldMs">Done: how long appends waited for it.</param>
/// <param name="Differences">A check: rows that the running tables and the rebuilt ones do not share, some of
/// them.</param>
/// <param name="Error">Failed: why.</param>
public sealed record RebuildView(
    string State, bool IsCheck, string? Phase = null, long Sequence = 0, long Last = 0, long Events = 0,
    double ElapsedMs = 0, double HeldMs = 0, IReadOnlyList<string>? Differences = null, string? Error = null);
