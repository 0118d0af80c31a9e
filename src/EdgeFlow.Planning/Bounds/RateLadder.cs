namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The rates of a class' jobs cut into intervals. In an interval from a to b only embeddings that can reach a by
/// themselves count, and the worth is at most that at the best rate up to b; where the embedding found can do less than
/// b, the interval is cut at what it can do. So the most that a job can gain at some prices is found exactly up to what
/// <see cref="CheapestEmbedding"/> does not see, with few tables. Not thread-safe.
/// </summary>
internal sealed class RateLadder
{
    private const double Above = 1e-7;
    private const double Worthwhile = 2e-4;
    private const double Wide = 2;

    private readonly BoundProblem _problem;
    private readonly JobClass _class;
    private readonly RateValue[] _values;
    private readonly SortedDictionary<double, Rung> _rungs = [];
    private readonly Dictionary<int, (Rung Rung, double Limit, double Gain)> _traced = [];
    private UnitPrices _prices;
    private double _tolerance;
    private readonly bool _needsBothEnds;
    private SortedSet<double> _useful;

    public RateLadder(BoundProblem problem, JobClass jobClass, RateValue[] values)
    {
        (_problem, _class, _values) = (problem, jobClass, values);
        _prices = new UnitPrices(problem.Loads, new double[problem.Loads.Count]);
        Most = Math.Min(_class.Jobs.Keys.Max(j => _values[j].Most), jobClass.Possible());
        _useful = [Least];
        _needsBothEnds = jobClass.Jobs.Keys.Any(j => values[j].LogWeight > 0);
    }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>The levels used last, ascending, and the highest rate at the end.</summary>
    public IReadOnlyList<double> Levels => [.. _rungs.Keys, Most];

    private double Least => _class.Jobs.Keys.Min(j => _values[j].Least);

    /// <summary>No job of the class has a higher rate.</summary>
    private double Most { get; }

    /// <summary>What each job of the class can gain at most at some prices, above what waiting is worth, and the
    /// embeddings found with what they can truly do.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="mostLevels">How many levels may be used, unless more were of use last time.</param>
    /// <param name="tolerance">How much a job's gain may be overstated before its interval is cut.</param>
    public (SortedDictionary<int, double> Gain, List<RatedEmbedding> Found) Price(
        UnitPrices prices, double tolerance, int mostLevels)
    {
        (_prices, _tolerance) = (prices, tolerance);
        _rungs.Clear();
        _traced.Clear();
        foreach (var level in _useful)
        {
            AddRung(level);
        }

        var found = new List<RatedEmbedding>();
        while (true)
        {
            var cut = Cut(found);
            if (cut is not { } level || _rungs.Count >= mostLevels)
            {
                break;
            }

            AddRung(level);
        }

        var gain = new SortedDictionary<int, double>();
        _useful = [Least];
        foreach (var job in _class.Jobs.Keys)
        {
            var (most, rung) = MostOf(job);
            gain[job] = Math.Max(0, most);
            if (most > 0)
            {
                _useful.Add(rung);
                _useful.UnionWith(_rungs.Keys.Where(r => r > rung).Take(1));
            }
        }

        return (gain, found);
    }

    /// <summary>Looks for the job whose bound is furthest above what its embedding truly gains, and where to
    /// cut.</summary>
    private double? Cut(List<RatedEmbedding> found)
    {
        double? cut = null;
        var widest = 0.0;
        foreach (var (job, roots) in _class.Jobs)
        {
            var (most, low) = MostOf(job);
            if (most <= 0)
            {
                continue;
            }

            var (limit, gain) = Trace(job, roots, _rungs[low], found);

            // Far below the end of the interval, its middle tells more than one embedding's limit.
            var level = Math.Max(limit, low) * (1 + Above);
            level = Upper(low) > Wide * level ? Math.Sqrt(level * Upper(low)) : level;
            var gap = most - Math.Max(0, gain);
            if (gap > widest && gap > Math.Max(_tolerance, Worthwhile * most) && level > low && level < Upper(low)
                && !_rungs.ContainsKey(level))
            {
                (widest, cut) = (gap, level);
            }
        }

        return cut;
    }

    /// <summary>What the embedding of a job on a rung can do and gain; one that gains and is new is added to those
    /// found. Rungs are made anew when they change, so that an unchanged one need not be asked again.</summary>
    private (double Limit, double Gain) Trace(int job, int[] roots, Rung rung, List<RatedEmbedding> found)
    {
        if (_traced.TryGetValue(job, out var known) && ReferenceEquals(known.Rung, rung))
        {
            return (known.Limit, known.Gain);
        }

        var embedding = rung.High.Find(_problem.Loads, job, roots);
        var limit = Math.Min(embedding.MostRate, _values[job].Most);
        var rate = _values[job].BestRate(_prices.CostOf(embedding, 1) - _prices.CostOf(embedding, 0), limit);
        var gain = _values[job].At(rate) - _prices.CostOf(embedding, rate) - _values[job].Waiting;
        if (gain > 0 && !found.Exists(f => f.Embedding.SameAs(embedding)))
        {
            found.Add(new RatedEmbedding(embedding, rate));
        }

        _traced[job] = (rung, limit, gain);
        return (limit, gain);
    }

    private (double Gain, double Rung) MostOf(int job)
    {
        var (most, at) = (double.NegativeInfinity, Least);
        var (value, roots) = (_values[job], _class.Jobs[job]);
        foreach (var (low, rung) in _rungs)
        {
            var high = Math.Min(Upper(low), value.Most);
            if (high < Math.Max(low, value.Least))
            {
                continue;
            }

            var start = Math.Max(low, value.Least);
            var (a, b) = rung.CostsAt(roots, start, high);
            var gain = value.MostAgainst(start, high, a, b) - value.Waiting;
            (most, at) = gain > most ? (gain, low) : (most, at);
        }

        return (most, at);
    }

    private double Upper(double low)
    {
        foreach (var key in _rungs.Keys)
        {
            if (key > low)
            {
                return key;
            }
        }

        return Most;
    }

    private void AddRung(double level)
    {
        // Costs with a price on memory do not grow with the rate alone: then both ends of the interval are computed,
        // and the line between them is below the true cost, which is concave in the rate.
        var high = _rungs.Keys.Where(k => k > level).DefaultIfEmpty(Most).First();
        _rungs[level] = Make(level, high);
        var before = _rungs.Keys.Where(k => k < level).DefaultIfEmpty(double.NaN).Last();
        if (_prices.HasMemory && !double.IsNaN(before))
        {
            _rungs[before] = Make(before, level);
        }
    }

    private Rung Make(double level, double high)
    {
        if (!_prices.HasMemory)
        {
            var frame = Cheapest(level, 1);
            return new Rung(frame, frame, 0, 1);
        }

        // Of a worth along a line, the start of an interval is dominated by the end of the one before, or by waiting.
        var top = Cheapest(level, high);
        var needsLow = _needsBothEnds || (level <= Least && Least > 0);
        return new Rung(needsLow ? Cheapest(level, level) : top, top, level, high);
    }

    private IPricedEmbedding Cheapest(double level, double rate)
    {
        var cheapest = _problem.Cheapest(_class, _prices.CostsOf(_class, level, rate));
        Work += cheapest.Work;
        return cheapest;
    }

    /// <summary>The cheapest embeddings of an interval, at two rates; with one table for both when costs grow with the
    /// rate alone.</summary>
    private sealed record Rung(IPricedEmbedding Low, IPricedEmbedding High, double LowRate, double HighRate)
    {
        public (double Low, double High) CostsAt(int[] roots, double low, double high)
        {
            var top = High.Cost(roots);
            if (double.IsPositiveInfinity(top))
            {
                return (top, top);
            }

            // With one table for both, costs grow from 0 at rate 0 at most: the true cost is concave in the rate.
            var (bottom, from) = ReferenceEquals(Low, High) ? (0.0, 0.0) : (Low.Cost(roots), LowRate);
            var slope = HighRate > from ? (top - bottom) / (HighRate - from) : 0;
            return (bottom + slope * (low - from), bottom + slope * (high - from));
        }
    }
}
