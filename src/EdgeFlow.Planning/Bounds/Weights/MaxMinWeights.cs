using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// An upper bound of the max-min rate by multiplicative weights: the resource sharing of Müller, Radke and Vygen
/// (Faster min-max resource sharing in theory and practice, 2011, Algorithm 1) with answers of all jobs at once. Prices
/// are weights of loads, plain and rounded; in each phase every job takes its cheapest embedding at the level in
/// question, and the logarithm of a weight grows with its load. At any prices p, Σ_j mincost_j(p) &gt; Σ p at a level
/// proves that no plan reaches it, so every phase is asked what its prices prove. Memory grows with resources only. Not
/// thread-safe.
/// </summary>
internal sealed class MaxMinWeights
{
    private const string Method = "multiplicative weights";
    private const int MostPhases = 500;
    private const int Window = 60;
    private const int Patience = 8;
    private const double Step = 8;
    private const double Slowing = 8;
    private const double Margin = 1e-7;
    private const double Fine = 5e-4;
    private const double MostDrop = 1.5;

    private readonly BoundProblem _problem;
    private readonly LevelCosts _costs;
    private readonly double[] _weight;
    private readonly long _work;
    private MaxMinPrices _proof;
    private double _high;
    private double _level;

    public MaxMinWeights(BoundProblem problem, long work)
    {
        (_problem, _work) = (problem, work);
        _costs = new LevelCosts(problem);
        _weight = new double[problem.Loads.Count * LevelCosts.Kinds];
        _proof = new MaxMinPrices(problem.Loads);
        _high = problem.MostLevel;
    }

    /// <summary>Finds the bound.</summary>
    /// <param name="known">A value that some plan is known to have; 0 when none is.</param>
    public Certificate Find(double known)
    {
        Descend();
        var (failures, mark) = (0, _high);
        for (var phase = 0; phase < MostPhases && _costs.Work < _work && _high > known * (1 + Fine); phase++)
        {
            var prices = Prices();
            var ratio = _costs.Answer(prices, _level);
            failures = Take(prices, ratio) ? 0 : failures + 1;
            if (failures >= Patience)
            {
                (_level, failures) = (Math.Sqrt(_level * _high), 0);
            }

            Raise(Step / Math.Sqrt(1 + phase / Slowing));
            if (phase % Window == Window - 1)
            {
                if (_high > mark * (1 - Fine))
                {
                    break;
                }

                mark = _high;
            }
        }

        return new Certificate(
            Objective.MaxMin, _high, Method,
            [.. _proof.All().Select(p => new ResourcePrice(
                _problem.Loads.Describe(p.Resource), p.Price, p.Rounding))],
            [], _costs.Work);
    }

    /// <summary>Comes down from what is wished to where every job by itself can be: the bound without prices.</summary>
    private void Descend()
    {
        const double Descent = 2;
        const int Refinements = 6;
        var none = new MaxMinPrices(_problem.Loads);
        _level = _high;
        while (_costs.Work < _work && double.IsInfinity(_costs.Ratio(none, _level)))
        {
            (_high, _level) = (_level, _level / Descent);
        }

        for (var k = 0; k < Refinements && _level < _high && _costs.Work < _work; k++)
        {
            var middle = Math.Sqrt(_level * _high);
            (_level, _high) = double.IsInfinity(_costs.Ratio(none, middle)) ? (_level, middle) : (middle, _high);
        }
    }

    /// <summary>Takes what prices prove, and looks for the lowest level that they do.</summary>
    /// <returns>Whether the phase was of use.</returns>
    private bool Take(MaxMinPrices prices, double ratio)
    {
        var level = _level;
        if (ratio > 1 + Margin)
        {
            (_high, _proof) = (level, prices);
            _level = level / Math.Min(Math.Sqrt(ratio), MostDrop);
        }

        // Costs that grow with the rate alone would prove this much.
        var least = ratio > 0 ? level / ratio * (1 + 2 * Margin) : _high;
        if (least > 0 && least < _high && _costs.Ratio(prices, least) > 1 + Margin)
        {
            (_high, _proof) = (least, prices);
            _level = Math.Min(_level, _high);
            return true;
        }

        return ratio > 1 + Margin;
    }

    private MaxMinPrices Prices()
    {
        const double Least = 1e-9;
        var most = _weight.Max();
        var prices = new MaxMinPrices(_problem.Loads);
        foreach (var r in _problem.Priced())
        {
            for (var k = 0; k < LevelCosts.Kinds; k++)
            {
                var price = Math.Exp(_weight[r * LevelCosts.Kinds + k] - most);
                if (price > Least)
                {
                    prices.Add(r, k, price);
                }
            }
        }

        return prices;
    }

    private void Raise(double step)
    {
        var most = _costs.Loads.Max();
        for (var k = 0; k < _weight.Length && most > 0; k++)
        {
            _weight[k] += step * _costs.Loads[k] / most;
        }
    }
}
