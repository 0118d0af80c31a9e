namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Whether a request that has a place is worth it. The bandwidth that it would take is counted with the fill of each
/// link, as the chance that somebody else will miss it: S = Σ b·fill. In the hands of the jobs in force, one unit of
/// revenue takes ρ = Σ bandwidth × hops / Σ bandwidth. A request is refused when S &gt; β·ρ·Σ b, that is when it would
/// take from others more than β times what its own flows are worth. On an idle network S is 0 and nobody is refused;
/// what a long way is, is learned from the jobs in force and not fixed. The form is that of online primal-dual
/// admission (Even, Medina, Schaffrath, Schmid, TCS 2013: accept while the price of the cheapest embedding is below the
/// benefit), with prices linear in the fill.
/// </summary>
internal static class OpportunityCost
{
    /// <summary>Whether the request is worth its place.</summary>
    /// <param name="request">The request in its place.</param>
    /// <param name="prices">Tells the fill of each link without it.</param>
    /// <param name="stretch">ρ: links that a bit passes in the mean in the jobs in force.</param>
    /// <param name="beta">β.</param>
    public static bool IsWorth(HeldJob request, ResourcePrices prices, double stretch, double beta)
    {
        var missed = 0.0;
        for (var f = 0; f < request.Bandwidth.Length; f++)
        {
            foreach (var r in request.Embedding.Routes[f]!.Resources)
            {
                missed += request.Bandwidth[f] * prices.Fill(r);
            }
        }

        return missed <= 0 || missed <= beta * stretch * (double)request.Volume;
    }
}
