using EdgeFlow.Planning.LinearPrograms;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Upper bounds of objectives that add up worths of rates (<see cref="RateDual"/>), with prices from the linear program
/// over the embeddings found so far at the rates that the bound allows them (column generation), so that its value is
/// the bound once nothing new is found; they are drawn towards the best ones known (Wentges, Weighted Dantzig-Wolfe
/// decomposition, 1997). Not thread-safe.
/// </summary>
internal sealed class RateBound
{
    private const int MostRounds = 400;
    private const double Close = 2e-4;
    private const double Hold = 0.6;
    private const double Nudge = 5e-3;
    private const double Tie = 1e-6;
    private const double Coarse = 0.2;
    private const int FirstLevels = 8;
    private const int MostLevels = 64;
    private const double LeastGain = 1e-9;

    private readonly BoundProblem _problem;
    private readonly RateDual _dual;
    private readonly LinearProgram _program = new();
    private readonly Simplex _simplex = new();
    private readonly Dictionary<int, int> _row = [];
    private readonly Dictionary<int, int> _jobRow = [];
    private readonly List<RatedEmbedding> _columns = [];
    private long _simplexWork;

    /// <summary>Starts from prices that are known.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dual">The best prices so far.</param>
    /// <param name="found">Embeddings to begin with.</param>
    public RateBound(BoundProblem problem, RateDual dual, IReadOnlyList<RatedEmbedding> found)
    {
        (_problem, _dual) = (problem, dual);
        foreach (var r in problem.Priced())
        {
            _row.Add(r, _program.AddRow(RowSense.AtMost, problem.Loads.Capacity(r)));
        }

        foreach (var job in problem.JobNumbers)
        {
            _jobRow.Add(job, _program.AddRow(RowSense.AtMost, 1));
        }

        _ = found.Count(Add);
    }

    private long Work => _dual.Work + _simplexWork;

    /// <summary>Improves the bound; the dual keeps the best.</summary>
    /// <param name="work">Work that may be spent, with that of the dual before; one round is always done.</param>
    /// <returns>The work of the linear programs.</returns>
    public long Run(long work)
    {
        Price(_dual.Best, double.PositiveInfinity, FirstLevels);
        var (hold, levels) = (Hold, FirstLevels);
        for (var round = 0; round < MostRounds && Work < work; round++)
        {
            var optimum = _simplex.Maximise(_program, work - Work);
            _simplexWork += optimum.Work;
            if (optimum.Status != LinearStatus.Optimal || IsClose(optimum.Objective + _dual.Waiting))
            {
                break;
            }

            var prices = PricesOf(optimum);
            // As long as the bound is far away, the gain of single jobs need not be known well.
            var far = Math.Max(0, _dual.Bound - optimum.Objective - _dual.Waiting);
            var tolerance = levels < MostLevels ? far * Coarse / _problem.JobNumbers.Length : 0;
            var added = Price(Nudged(prices.Mix(_dual.Best, hold), far), tolerance, levels);
            if (added > 0)
            {
                hold = Hold;
            }
            else if (hold > 0)
            {
                // Nothing new at prices drawn towards the best: the next are the program's own.
                hold = 0;
            }
            else if (levels < MostLevels)
            {
                levels *= 2;
            }
            else
            {
                break;
            }
        }

        return _simplexWork;
    }

    /// <summary>Prices of 0 leave open which of many paths and nodes is taken; a little on each resource, as much as
    /// all
    /// can bear together, finds the short ones.</summary>
    private UnitPrices Nudged(UnitPrices prices, double far)
    {
        var worth = (Nudge * far + Tie * (_dual.Bound - _dual.Waiting)) / Math.Max(1, _row.Count);
        return new UnitPrices(_problem.Loads, [.. Enumerable.Range(0, _problem.Loads.Count)
            .Select(r => prices.Price[r] + (_row.ContainsKey(r) && !_problem.Loads.IsMemory(r)
                ? worth / _problem.Loads.Capacity(r) : 0))]);
    }

    private bool IsClose(double reached) =>
        _dual.Bound - reached <= Close * Math.Max(Math.Abs(_dual.Bound), LeastGain);

    private UnitPrices PricesOf(LinearOptimum optimum)
    {
        var price = new double[_problem.Loads.Count];
        foreach (var (resource, row) in _row)
        {
            price[resource] = optimum.Duals[row];
        }

        return new UnitPrices(_problem.Loads, price);
    }

    /// <summary>Prices all classes and adds the embeddings found.</summary>
    /// <returns>How many columns were added.</returns>
    private int Price(UnitPrices prices, double tolerance, int levels) =>
        _dual.Price(prices, tolerance, levels).Found.Count(Add);

    private bool Add(RatedEmbedding found)
    {
        var embedding = found.Embedding;
        if (_columns.Exists(c => c.Rate.Equals(found.Rate) && c.Embedding.SameAs(embedding)))
        {
            return false;
        }

        var value = _dual.Values[embedding.Job];
        var terms = new List<LinearTerm> { new(_jobRow[embedding.Job], 1) };
        foreach (var (resource, size) in embedding.Items)
        {
            if (_row.TryGetValue(resource, out var row))
            {
                terms.Add(new LinearTerm(row, size * (_problem.Loads.IsMemory(resource) ? 1 : found.Rate)));
            }
        }

        _program.AddColumn(value.At(found.Rate) - value.Waiting, double.PositiveInfinity, [.. terms]);
        _columns.Add(found);
        return true;
    }
}
