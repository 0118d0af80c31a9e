using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>How far a fold has come.</summary>
/// <param name="World">The world there.</param>
/// <param name="Stored">The place of the newest stored world that it passed; the largest number to store none.</param>
/// <param name="Spacing">Events between that one and the next.</param>
internal sealed record FoldPlace(WorldState World, long Stored, long Spacing);
