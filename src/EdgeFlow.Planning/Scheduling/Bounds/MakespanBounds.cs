namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// Lower bounds of the makespan. The bound by load is weak duality of min T with Σ_u x_tu = 1, Σ_t w_tu x_tu ≤ T: for
/// prices y ≥ 0 with Σ y = 1, T ≥ Σ_t min_u y_u w_tu; applied to the tasks S that neither can start before a nor leave
/// less than b after them, C ≥ b + Σ_u y_u max(a, ready_u) + Σ_{t in S} min_u y_u w_tu (the intervals of E. Fernandez
/// and B. Bussell, 1973). Where nodes differ by their speed alone, prices proportional to it are the best.
/// </summary>
public static class MakespanBounds
{
    /// <summary>Rounds in which prices are improved.</summary>
    public const int PriceRounds = 60;

    /// <summary>Most values of a and of b that are tried; those between them are left out.</summary>
    public const int MostLevels = 256;

    private const double FirstStep = 0.5;

    /// <summary>The best bound found.</summary>
    /// <returns>The bound; infinite when no schedule exists.</returns>
    public static MakespanBound Of(ScheduleProblem problem)
    {
        var (heads, tails) = (EarliestTimes.Heads(problem), EarliestTimes.Tails(problem));
        var (since, rest) = (new double[problem.TaskCount], new double[problem.TaskCount]);
        var path = 0.0;
        for (var t = 0; t < since.Length; t++)
        {
            var way = double.PositiveInfinity;
            (since[t], rest[t]) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var cell = t * problem.NodeCount; cell < (t + 1) * problem.NodeCount; cell++)
            {
                way = Math.Min(way, heads.Start[cell] + problem.Seconds[cell] + tails.Start[cell]);
                since[t] = Math.Min(since[t], heads.Start[cell]);
                rest[t] = Math.Min(rest[t], tails.Start[cell]);
            }

            path = Math.Max(path, way);
        }

        return double.IsPositiveInfinity(path) || problem.NodeCount == 0
            ? new MakespanBound(path, path, 0, 0, 0, new double[problem.NodeCount])
            : WithArea(problem, path, since, rest);
    }

    private static MakespanBound WithArea(ScheduleProblem problem, double path, double[] since, double[] rest)
    {
        var prices = Prices(problem);
        var loads = new double[problem.TaskCount];
        for (var t = 0; t < loads.Length; t++)
        {
            loads[t] = Cheapest(problem, prices, t).Cost;
        }

        var byStart = Enumerable.Range(0, loads.Length).OrderByDescending(t => since[t]).ThenBy(t => t).ToArray();
        var (best, bestSince, bestRest) = (0.0, 0.0, 0.0);
        foreach (var after in Levels(rest))
        {
            var (load, next) = (0.0, 0);
            foreach (var from in Levels(since))
            {
                for (; next < byStart.Length && since[byStart[next]] >= from; next++)
                {
                    load += rest[byStart[next]] >= after ? loads[byStart[next]] : 0;
                }

                var area = load <= 0 ? 0 : after + load + Ready(problem.Network, prices, from, path - after);
                (best, bestSince, bestRest) = area > best ? (area, from, after) : (best, bestSince, bestRest);
            }
        }

        return new MakespanBound(Math.Max(path, best), path, best, bestSince, bestRest, prices);
    }

    /// <summary>Σ_u y_u max(a, min(ready_u, latest)): a node that is free only after all of the load has ended takes
    /// none of it.</summary>
    private static double Ready(ScheduleNetwork network, double[] prices, double from, double latest)
    {
        var sum = 0.0;
        for (var u = 0; u < prices.Length; u++)
        {
            sum += prices[u] * Math.Max(from, Math.Min(network.Ready[u], latest));
        }

        return sum;
    }

    /// <summary>
    /// Values from the greatest down, thinned out evenly where there are many; 0 is always among them.
    /// </summary>
    private static List<double> Levels(double[] values)
    {
        var all = values.Append(0).Distinct().OrderDescending().ToArray();
        var step = Math.Max(1, (all.Length + MostLevels - 1) / MostLevels);
        return [.. all.Where((_, k) => k % step == 0 || k == all.Length - 1)];
    }

    private static double[] Prices(ScheduleProblem problem)
    {
        var prices = BySpeed(problem);
        var (best, most) = (prices, Load(problem, prices, null));
        var loads = new double[prices.Length];
        for (var round = 0; round < PriceRounds; round++)
        {
            // Multiplicative weights: time on nodes that would be overrun becomes dearer.
            Array.Clear(loads);
            var next = (double[])prices.Clone();
            Load(problem, prices, loads);
            var top = loads.Max();
            for (var u = 0; u < next.Length && top > 0; u++)
            {
                next[u] *= Math.Exp(FirstStep / (round + 1) * loads[u] / top);
            }

            prices = Normalized(next);
            var load = Load(problem, prices, null);
            (best, most) = load > most ? (prices, load) : (best, most);
        }

        return best;
    }

    /// <summary>Prices in proportion to the work a second that a node does, in the mean of the tasks that all nodes may
    /// run, or of all.</summary>
    private static double[] BySpeed(ScheduleProblem problem)
    {
        var sums = new double[problem.NodeCount];
        for (var pass = 0; pass < 2 && sums.Max() <= 0; pass++)
        {
            for (var t = 0; t < problem.TaskCount; t++)
            {
                var row = problem.Seconds.AsSpan(t * sums.Length, sums.Length);
                var everywhere = !row.ContainsAny(double.PositiveInfinity, double.NaN);
                for (var u = 0; u < row.Length && (everywhere || pass > 0); u++)
                {
                    sums[u] += double.IsFinite(row[u]) ? row[u] : 0;
                }
            }
        }

        return Normalized([.. sums.Select(s => s > 0 ? 1 / s : 0)]);
    }

    private static double[] Normalized(double[] prices)
    {
        var sum = prices.Sum();
        return sum > 0 && double.IsFinite(sum) ? [.. prices.Select(p => p / sum)]
            : [.. prices.Select(_ => 1.0 / prices.Length)];
    }

    private static double Load(ScheduleProblem problem, double[] prices, double[]? loads)
    {
        var sum = 0.0;
        for (var t = 0; t < problem.TaskCount; t++)
        {
            var (node, cost) = Cheapest(problem, prices, t);
            sum += cost;
            if (loads is not null)
            {
                loads[node] += problem.Seconds[t * prices.Length + node];
            }
        }

        return sum;
    }

    private static (int Node, double Cost) Cheapest(ScheduleProblem problem, double[] prices, int task)
    {
        var (best, at) = (double.PositiveInfinity, 0);
        for (var u = 0; u < prices.Length; u++)
        {
            var seconds = problem.Seconds[task * prices.Length + u];
            if (double.IsFinite(seconds) && prices[u] * seconds < best)
            {
                (best, at) = (prices[u] * seconds, u);
            }
        }

        return (at, best);
    }
}
