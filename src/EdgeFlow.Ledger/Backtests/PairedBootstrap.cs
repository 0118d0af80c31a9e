namespace EdgeFlow.Ledger.Backtests;

/// <summary>
/// The interval of a ratio of sums by the paired percentile bootstrap (Efron and Tibshirani 1993, ch. 13): the same
/// jobs are drawn with replacement for both policies, so that what a job costs under any policy cancels out. Jobs share
/// the network and are not independent; the interval says how much the result hangs on single jobs, no more. Pure.
/// </summary>
internal static class PairedBootstrap
{
    /// <summary>The interval of Σ (there − here) / Σ scale.</summary>
    /// <param name="here">The baseline's values, a job each.</param>
    /// <param name="there">The other's values, of the same jobs.</param>
    /// <param name="scale">What the difference is a part of, of the same jobs, each ≥ 0.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The ratio over all jobs, and the interval's ends; 0 where the scale's sum is 0.</returns>
    public static (double Ratio, double Low, double High) Interval(
        IReadOnlyList<double> here, IReadOnlyList<double> there, IReadOnlyList<double> scale, ulong seed)
    {
        var (draws, count) = (new Draws(seed), here.Count);
        var ratios = new double[BacktestLimits.Resamples];
        for (var k = 0; k < ratios.Length; k++)
        {
            var (difference, all) = (0.0, 0.0);
            for (var n = 0; n < count; n++)
            {
                var job = draws.Below(count);
                difference += there[job] - here[job];
                all += scale[job];
            }

            ratios[k] = Ratio(difference, all);
        }

        Array.Sort(ratios);
        var tail = (int)(ratios.Length * (1 - BacktestLimits.Confidence) / 2);
        var total = 0.0;
        for (var n = 0; n < count; n++)
        {
            total += there[n] - here[n];
        }

        return (Ratio(total, scale.Sum()), ratios[tail], ratios[^(tail + 1)]);
    }

    private static double Ratio(double difference, double all) => all > 0 ? difference / all : 0;
}
