namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// Prices for <see cref="RateDual"/> by multiplicative weights (Arora, Hazan and Kale, The multiplicative weights
/// update method, 2012, §3; Young, Sequential and parallel algorithms for mixed packing and covering, 2001): in each
/// round every job answers with the embedding and the rate that gain most, and the price of a resource is multiplied by
/// exp(η (load / capacity − 1)). Loads are averaged over the last rounds, as answers jump. A step η that brings nothing
/// is halved, from the best prices again. Memory grows with jobs and resources only. Not thread-safe.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="dual">Judges prices and keeps the best.</param>
internal sealed class RateWeights(BoundProblem problem, RateDual dual)
{
    private const int MostRounds = 400;
    private const int Patience = 3;
    private const int Levels = 8;
    private const int LastLevels = 64;
    private const double FirstStep = 0.4;
    private const double LastStep = 2e-3;
    private const double Coarse = 0.2;
    private const double Start = 0.05;
    private const double Newest = 0.5;
    private const double MostExcess = 5;
    private const double Worthwhile = 1e-3;

    private readonly int[] _rows = [.. problem.Priced()];
    private readonly double[] _load = new double[problem.Loads.Count];

    /// <summary>Finds prices.</summary>
    /// <param name="work">Counted work that may be spent.</param>
    /// <returns>The embeddings that the jobs answered with last.</returns>
    public IReadOnlyList<RatedEmbedding> Run(long work)
    {
        var (bound, found) = dual.Price(dual.Best, 0, Levels);
        var price = new double[problem.Loads.Count];
        foreach (var r in _rows)
        {
            price[r] = Start * (bound - dual.Waiting) / _rows.Length / problem.Loads.Capacity(r);
        }

        var (step, stale, mark) = (FirstStep, 0, double.PositiveInfinity);
        for (var round = 0; round < MostRounds && step > LastStep && dual.Work < work; round++)
        {
            var prices = new UnitPrices(problem.Loads, [.. price]);
            // As long as prices change much, the gain of single jobs need not be known well.
            var each = (dual.Bound - dual.Waiting) / problem.JobNumbers.Length;
            (bound, found) = dual.Price(prices, Math.Max(0, step * Coarse * each), Levels);
            Average(found, prices, round == 0 ? 1 : Newest);
            (mark, stale) = bound < mark - Worthwhile * Math.Abs(mark) || round == 0 ? (bound, 0) : (mark, stale + 1);
            if (stale > Patience)
            {
                (step, stale) = (step / 2, 0);
                price = [.. dual.Best.Price];
            }

            foreach (var r in _rows)
            {
                var excess = _load[r] / problem.Loads.Capacity(r) - 1;
                price[r] *= Math.Exp(step * Math.Min(excess, MostExcess));
            }
        }

        if (dual.Work < work)
        {
            dual.Price(dual.Best, 0, LastLevels);
        }

        return found;
    }

    /// <summary>Draws the loads towards those of the jobs' best answers.</summary>
    private void Average(List<RatedEmbedding> found, UnitPrices prices, double part)
    {
        for (var r = 0; r < _load.Length; r++)
        {
            _load[r] *= 1 - part;
        }

        var best = new SortedDictionary<int, (double Gain, RatedEmbedding Answer)>();
        foreach (var answer in found)
        {
            var (job, value) = (answer.Embedding.Job, dual.Values[answer.Embedding.Job]);
            var gain = value.At(answer.Rate) - value.Waiting - prices.CostOf(answer.Embedding, answer.Rate);
            if (gain > 0 && (!best.TryGetValue(job, out var known) || gain > known.Gain))
            {
                best[job] = (gain, answer);
            }
        }

        foreach (var (_, answer) in best.Values)
        {
            foreach (var (r, size) in answer.Embedding.Items)
            {
                _load[r] += part * size * (problem.Loads.IsMemory(r) ? 1 : answer.Rate);
            }
        }
    }
}
