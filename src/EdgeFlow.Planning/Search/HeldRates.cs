namespace EdgeFlow.Planning.Search;

/// <summary>
/// What the lowest rates of a plan are to hold where a sum is maximised: the least rate and the rate of the lowest
/// tenth (nearest rank) of a reference plan, so that a mean is not bought from the poorest.
/// </summary>
/// <param name="Least">The least rate.</param>
/// <param name="LowestTenth">The rate that a tenth of the jobs do not exceed.</param>
internal sealed record HeldRates(double Least, double LowestTenth)
{
    /// <summary>
    /// Misses below this part count as none: one bit a second kept free for each flow that crosses a link costs a plan
    /// as much beside one that rounds down.
    /// </summary>
    public const double Tolerance = 1e-3;

    private const double Tiny = 1e-12;

    /// <summary>What a proposal holds.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="streams">How many stream jobs there are; one that waits has rate 0.</param>
    public static HeldRates Of(Proposal proposal, int streams)
    {
        double[] placed = [.. proposal.Jobs.Select(p => p.Rate.Value).Where(r => r > 0)];
        return Of([.. placed, .. Enumerable.Repeat(0.0, Math.Max(0, streams - placed.Length))]);
    }

    /// <summary>By how much rates miss it, in parts of it, summed; 0 within the tolerance.</summary>
    public double ShortfallOf(double[] rates)
    {
        var (least, tenth) = Of(rates);
        return Missed(least, Least) + Missed(tenth, LowestTenth);
    }

    private static HeldRates Of(double[] rates)
    {
        Array.Sort(rates = [.. rates]);
        return rates.Length == 0 ? new HeldRates(0, 0) : new HeldRates(rates[0], rates[(rates.Length - 1) / 10]);
    }

    private static double Missed(double rate, double held)
    {
        var part = (held - rate) / Math.Max(held, Tiny);
        return part > Tolerance ? part : 0;
    }
}
