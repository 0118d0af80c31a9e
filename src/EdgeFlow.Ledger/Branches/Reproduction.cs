namespace EdgeFlow.Ledger.Branches;

/// <summary>How far a branch decided the same as the record, byte by byte, until something was different.
/// Immutable.</summary>
/// <param name="Same">Decisions that came out the same.</param>
/// <param name="Of">Decisions that were made again while nothing was different.</param>
/// <param name="First">The first that came out otherwise, in words; null when none did.</param>
public sealed record Reproduction(int Same, int Of, string? First);
