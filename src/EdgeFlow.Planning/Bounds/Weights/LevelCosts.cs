namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// What the cheapest embeddings of all jobs cost at a common level, against all prices together, and what they load.
/// Classes that pay next to nothing are left out until the next look at all of them: a sum over some of the jobs is a
/// lower bound of that over all. Not thread-safe.
/// </summary>
internal sealed class LevelCosts
{
    /// <summary>How many loads a resource has: plain, and each rounding.</summary>
    public const int Kinds = Rounding.Most + 1;

    private const int LookAtAll = 10;
    private const double NextToNothing = 1e-4;

    private readonly BoundProblem _problem;
    private readonly bool[] _isIdle;
    private int _answers;

    public LevelCosts(BoundProblem problem)
    {
        _problem = problem;
        _isIdle = new bool[problem.Classes.Count];
        Loads = new double[problem.Loads.Count * Kinds];
    }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>Loads of the last answer, by resource and then rounding, as parts of capacities.</summary>
    public double[] Loads { get; }

    /// <summary>Σ of the costs / Σ of the prices of the classes that pay; infinity where a job cannot have the level
    /// by itself, or costs something where nothing has a price.</summary>
    public double Ratio(MaxMinPrices prices, double level) => Run(prices, level, isAnswer: false);

    /// <summary>The same, and the loads; every few times of all classes.</summary>
    public double Answer(MaxMinPrices prices, double level)
    {
        if (_answers++ % LookAtAll == 0)
        {
            Array.Clear(_isIdle);
        }

        return Run(prices, level, isAnswer: true);
    }

    private double Run(MaxMinPrices prices, double level, bool isAnswer)
    {
        if (isAnswer)
        {
            Array.Clear(Loads);
        }

        var sum = 0.0;
        for (var c = 0; c < _isIdle.Length; c++)
        {
            if (_isIdle[c])
            {
                continue;
            }

            var jobClass = _problem.Classes[c];
            var rate = level * jobClass.Job.Weight;
            var cheapest = new SpreadEmbedding(jobClass, prices.CostsOf(jobClass, rate));
            Work += cheapest.Work;
            var cost = jobClass.Jobs.Values.Sum(cheapest.Cost);
            if (double.IsInfinity(cost))
            {
                return double.PositiveInfinity;
            }

            sum += cost;
            if (isAnswer)
            {
                _isIdle[c] = cost < NextToNothing * prices.Sum / _isIdle.Length;
                foreach (var roots in jobClass.Jobs.Values)
                {
                    Load(cheapest.Parts(_problem.Loads, roots), rate);
                }
            }
        }

        return prices.Sum > 0 ? sum / prices.Sum : 0;
    }

    private void Load(List<SpreadItem> parts, double rate)
    {
        foreach (var (resource, size, share) in parts)
        {
            var capacity = _problem.Loads.Capacity(resource);
            var load = capacity > 0 ? size / capacity * (_problem.Loads.IsMemory(resource) ? 1 : rate) : 0;
            for (var k = 0; k < Kinds; k++)
            {
                Loads[resource * Kinds + k] += share * Rounding.Of(k, load);
            }
        }
    }
}
