using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// Turns shares of paths into one path a flow. As printed in Algorithm 2: the path of the largest share, ties to the
/// lowest. Besides, on request, randomised roundings (Raghavan and Thompson, 1987), each path with the probability of
/// its share, of which the best counts (A18).
/// </summary>
internal static class Rounding
{
    private const double Tie = 1e-9;

    /// <summary>The best rounding.</summary>
    /// <param name="columns">The paths of each flow.</param>
    /// <param name="shares">The share of each path.</param>
    /// <param name="trials">How many randomised roundings compete.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="value">What is to be small.</param>
    public static IndexedRoute[] Best(
        PathColumns[] columns, double[][] shares, int trials, ulong seed, Func<IndexedRoute[], double> value)
    {
        var best = columns.Select((c, i) => c.Route(Largest(shares[i]))).ToArray();
        var least = value(best);
        for (var trial = 0; trial < trials; trial++)
        {
            var random = Draws.For(seed, (ulong)trial);
            var routes = columns.Select((c, i) => c.Route(Drawn(shares[i], random.Next()))).ToArray();
            var reached = value(routes);
            if (reached < least)
            {
                (best, least) = (routes, reached);
            }
        }

        return best;
    }

    /// <summary>The number of the largest share; of equal ones the first.</summary>
    public static int Largest(double[] shares)
    {
        var best = 0;
        for (var k = 1; k < shares.Length; k++)
        {
            if (shares[k] > shares[best] + Tie)
            {
                best = k;
            }
        }

        return best;
    }

    private static int Drawn(double[] shares, double point)
    {
        for (var k = 0; k < shares.Length; k++)
        {
            point -= shares[k];
            if (point < 0)
            {
                return k;
            }
        }

        return Largest(shares);
    }
}
