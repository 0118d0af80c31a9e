using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An upper bound of the max-min rate: the lowest Λ, among the rates at which something ceases to be possible and a few
/// between, for which <see cref="MaxMinProof"/> succeeds. Stateless.
/// </summary>
internal static class MaxMinBound
{
    /// <summary>Part of a bound up to which it is narrowed down unless said otherwise.</summary>
    public const double Fine = 5e-4;

    private const double Above = 1e-7;
    private const double Same = 1e-9;
    private const int MostSteps = 40;

    /// <summary>Finds the bound.</summary>
    /// <param name="problem">The problem, with at least one job, all of which some node can host.</param>
    /// <param name="known">A value that some plan is known to have: nothing below it is tried.</param>
    /// <param name="work">Work that may be spent.</param>
    /// <param name="below">A bound that is proven elsewhere: only lower ones are looked for, and where there is none,
    /// the answer is this one without prices.</param>
    /// <param name="fine">Part of a bound up to which it is narrowed down.</param>
    public static Certificate Find(
        BoundProblem problem, double known, long work, double below = double.PositiveInfinity, double fine = Fine)
    {
        var most = Math.Min(below, problem.MostLevel);
        var levels = Levels(problem).Where(l => l > known * (1 + Above) && l < most).ToList();
        var pool = new List<BoundedEmbedding>();
        var spent = 0L;
        var (high, prices) = (most, new MaxMinPrices(problem.Loads));
        var (open, proven) = (-1, levels.Count);
        if (known > 0 && known < most && Try(known * (1 + 2 * Above)))
        {
            // The plan that is known is optimal: nothing is left to search.
            (open, proven) = (-1, 0);
        }

        while (proven - open > 1 && spent < work)
        {
            var middle = (open + proven) / 2;
            if (Try(levels[middle] * (1 + Above)))
            {
                proven = middle;
            }
            else
            {
                open = middle;
            }
        }

        var low = open >= 0 ? levels[open] : known * (1 + Above);
        for (var step = 0; step < MostSteps && high - low > fine * high && spent < work; step++)
        {
            var middle = low > 0 ? Math.Sqrt(low * high) : high / 2;
            low = Try(middle) ? low : middle;
        }

        return new Certificate(
            Objective.MaxMin, high, "column generation with rounded rows",
            [.. prices.All().Select(p => new ResourcePrice(problem.Loads.Describe(p.Resource), p.Price, p.Rounding))],
            [], spent);

        bool Try(double level)
        {
            var proof = new MaxMinProof(problem, level);
            var succeeded = proof.Run(pool, work - spent);
            spent += proof.Work;
            (high, prices) = succeeded ? (level, proof.Prices!) : (high, prices);
            return succeeded;
        }
    }

    /// <summary>Rates at which a load reaches a fraction n/(k+1) of a capacity, ascending: between two of them no
    /// rounded load changes.</summary>
    private static List<double> Levels(BoundProblem problem)
    {
        var fractions = Enumerable.Range(1, Rounding.Most + 1)
            .SelectMany(k => Enumerable.Range(1, k).Select(n => (double)n / k)).Distinct().Order().ToArray();
        var levels = new List<double>();
        foreach (var jobClass in problem.Classes)
        {
            foreach (var size in Sizes(problem, jobClass).Where(s => s > 0 && double.IsFinite(s)).Distinct())
            {
                levels.AddRange(fractions.Select(f => f / (size * jobClass.Job.Weight)));
            }
        }

        levels.Sort();
        var kept = new List<double>();
        foreach (var level in levels)
        {
            if (kept.Count == 0 || level > kept[^1] * (1 + Same))
            {
                kept.Add(level);
            }
        }

        return kept;
    }

    private static IEnumerable<double> Sizes(BoundProblem problem, JobClass jobClass)
    {
        var seconds = jobClass.Seconds.SelectMany(s => s);
        var bits = jobClass.Job.Flows.Select(f => f.Bits).Distinct().ToArray();
        return seconds.Concat(problem.Network.Capacity.Skip(problem.Network.NodeCount).Where(c => c > 0).Distinct()
            .SelectMany(c => bits.Select(b => b / c)));
    }
}
