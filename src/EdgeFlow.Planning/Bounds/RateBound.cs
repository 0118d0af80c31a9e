using EdgeFlow.Planning.LinearPrograms;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Upper bounds of objectives that add up worths of rates, Σ_j f_j(r_j), by Lagrangian duality: for prices π ≥ 0 of the
/// resources, Σ_r c_r π_r + Σ_j max over embeddings e and rates r ≤ ρ_e of f_j(r) − cost_e(π, r), where ρ_e is the rate
/// up to which e counts as possible (<see cref="EmbeddingLimit"/>). Prices come from the linear program over the
/// embeddings found so far at those very rates (column generation), so that its value is the bound once nothing new is
/// found; they are drawn towards the best ones known (Wentges, Weighted Dantzig-Wolfe decomposition, 1997). Not
/// thread-safe.
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
    private readonly Objective _objective;
    private readonly RateValue[] _values;
    private readonly RateLadder[] _ladders;
    private readonly LinearProgram _program = new();
    private readonly Simplex _simplex = new();
    private readonly Dictionary<int, int> _row = [];
    private readonly Dictionary<int, int> _jobRow = [];
    private readonly List<RatedEmbedding> _columns = [];
    private readonly double _waiting;
    private UnitPrices _best;
    private Certificate? _certificate;
    private long _work;

    public RateBound(BoundProblem problem, Objective objective)
    {
        (_problem, _objective) = (problem, objective);
        _values = RateValue.Of(objective, problem.Declared);
        _ladders = [.. problem.Classes.Select(c => new RateLadder(problem, c, _values))];
        _waiting = _values.Sum(v => v.Waiting);
        _best = new UnitPrices(problem.Loads, new double[problem.Loads.Count]);
        for (var r = 0; r < problem.Loads.Count; r++)
        {
            if (problem.Loads.Capacity(r) > 0 && (problem.Network.SharedCompute || r >= problem.Network.NodeCount))
            {
                _row.Add(r, _program.AddRow(RowSense.AtMost, problem.Loads.Capacity(r)));
            }
        }

        foreach (var job in problem.JobNumbers)
        {
            _jobRow.Add(job, _program.AddRow(RowSense.AtMost, 1));
        }
    }

    /// <summary>Finds the bound.</summary>
    /// <param name="work">Work that may be spent; one round is always done.</param>
    public Certificate Find(long work)
    {
        Price(_best, double.PositiveInfinity, FirstLevels);
        var (hold, levels) = (Hold, FirstLevels);
        for (var round = 0; round < MostRounds && _work < work; round++)
        {
            var optimum = _simplex.Maximise(_program, work - _work);
            _work += optimum.Work;
            if (optimum.Status != LinearStatus.Optimal || IsClose(optimum.Objective + _waiting))
            {
                break;
            }

            var prices = PricesOf(optimum);
            // As long as the bound is far away, the gain of single jobs need not be known well.
            var far = Math.Max(0, _certificate!.Bound - optimum.Objective - _waiting);
            var tolerance = levels < MostLevels ? far * Coarse / _problem.JobNumbers.Length : 0;
            var added = Price(Nudged(prices.Mix(_best, hold), far), tolerance, levels);
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

        return _certificate! with { Work = _work };
    }

    /// <summary>Prices of 0 leave open which of many paths and nodes is taken; a little on each resource, as much as
    /// all
    /// can bear together, finds the short ones.</summary>
    private UnitPrices Nudged(UnitPrices prices, double far)
    {
        var worth = (Nudge * far + Tie * (_certificate!.Bound - _waiting)) / Math.Max(1, _row.Count);
        return new UnitPrices(_problem.Loads, [.. Enumerable.Range(0, _problem.Loads.Count)
            .Select(r => prices.Price[r] + (_row.ContainsKey(r) && !_problem.Loads.IsMemory(r)
                ? worth / _problem.Loads.Capacity(r) : 0))]);
    }

    private bool IsClose(double reached) =>
        _certificate!.Bound - reached <= Close * Math.Max(Math.Abs(_certificate.Bound), LeastGain);

    private UnitPrices PricesOf(LinearOptimum optimum)
    {
        var price = new double[_problem.Loads.Count];
        foreach (var (resource, row) in _row)
        {
            price[resource] = optimum.Duals[row];
        }

        return new UnitPrices(_problem.Loads, price);
    }

    /// <summary>Prices all classes, keeps the bound if it is the best, adds the embeddings found.</summary>
    /// <returns>How many columns were added.</returns>
    private int Price(UnitPrices prices, double tolerance, int levels)
    {
        var jobPrices = new List<JobPrice>();
        var (bound, added) = (prices.Worth() + _waiting, 0);
        foreach (var ladder in _ladders)
        {
            var before = ladder.Work;
            var (gain, found) = ladder.Price(prices, tolerance, levels);
            _work += ladder.Work - before;
            var rates = ladder.Levels;
            foreach (var (job, most) in gain)
            {
                bound += most;
                jobPrices.Add(new JobPrice(_problem.Jobs[job].Id, most, rates));
            }

            added += found.Count(Add);
        }

        if (_certificate is null || bound < _certificate.Bound)
        {
            _best = prices;
            _certificate = new Certificate(
                _objective, bound, "column generation", [.. Enumerable.Range(0, _problem.Loads.Count)
                    .Where(r => prices.Price[r] > 0)
                    .Select(r => new ResourcePrice(_problem.Loads.Describe(r), prices.Price[r]))],
                [.. jobPrices.OrderBy(p => p.Job)]);
        }

        return added;
    }

    private bool Add(RatedEmbedding found)
    {
        var embedding = found.Embedding;
        if (_columns.Exists(c => c.Rate.Equals(found.Rate) && c.Embedding.SameAs(embedding)))
        {
            return false;
        }

        var value = _values[embedding.Job];
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
