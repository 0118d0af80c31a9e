using EdgeFlow.Planning.Bounds.Cuts;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The Lagrangian dual of an objective that adds up worths of rates, Σ_j f_j(r_j): for prices π ≥ 0 of the resources,
/// Σ_r c_r π_r + Σ_j max over embeddings e and rates r ≤ ρ_e of f_j(r) − cost_e(π, r), where ρ_e is the rate up to
/// which e counts as possible (<see cref="EmbeddingLimit"/>). No plan has a higher value, whatever the prices. Keeps
/// the best seen. Not thread-safe.
/// </summary>
internal sealed class RateDual
{
    private readonly BoundProblem _problem;
    private readonly Objective _objective;
    private readonly RateLadder[] _ladders;
    private readonly SortedDictionary<int, RateCut> _cuts;

    /// <summary>Begins without prices.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="objective">The objective, not max-min.</param>
    /// <param name="cuts">Rates that jobs cannot exceed, by the jobs' numbers; null for none.</param>
    public RateDual(BoundProblem problem, Objective objective, SortedDictionary<int, RateCut>? cuts = null)
    {
        (_problem, _objective, _cuts) = (problem, objective, cuts ?? []);
        Values = RateValue.Of(objective, problem.Declared);
        foreach (var (job, cut) in _cuts)
        {
            Values[job] = Values[job].UpTo(cut.Rate);
        }

        Waiting = Values.Sum(v => v.Waiting);
        _ladders = [.. problem.Classes.Select(c => new RateLadder(problem, c, Values))];
        Best = new UnitPrices(problem.Loads, new double[problem.Loads.Count]);
    }

    /// <summary>What each job's rate is worth.</summary>
    public RateValue[] Values { get; }

    /// <summary>What it is worth when all wait.</summary>
    public double Waiting { get; }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>The prices of the best bound.</summary>
    public UnitPrices Best { get; private set; }

    /// <summary>The best bound; infinity before the first.</summary>
    public double Bound { get; private set; } = double.PositiveInfinity;

    private IReadOnlyList<JobPrice> JobPrices { get; set; } = [];

    /// <summary>Prices all classes and keeps the bound if it is the best.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="tolerance">How much a job's gain may be overstated.</param>
    /// <param name="levels">How many levels a class may use.</param>
    /// <returns>The bound at these prices, and the embeddings found on the way.</returns>
    public (double Bound, List<RatedEmbedding> Found) Price(UnitPrices prices, double tolerance, int levels)
    {
        var (jobPrices, all) = (new List<JobPrice>(), new List<RatedEmbedding>());
        var bound = prices.Worth() + Waiting;
        foreach (var ladder in _ladders)
        {
            var before = ladder.Work;
            var (gain, found) = ladder.Price(prices, tolerance, levels);
            Work += ladder.Work - before;
            var rates = ladder.Levels;
            foreach (var (job, most) in gain)
            {
                bound += most;
                jobPrices.Add(new JobPrice(_problem.Jobs[job].Id, most, rates));
            }

            all.AddRange(found);
        }

        if (bound < Bound)
        {
            (Best, Bound, JobPrices) = (prices, bound, jobPrices);
        }

        return (bound, all);
    }

    /// <summary>The certificate of the best bound.</summary>
    /// <param name="method">How the prices were found.</param>
    /// <param name="work">Work that was spent beside that counted here.</param>
    public Certificate Certify(string method, long work) => new(
        _objective, Bound, method,
        [
            .. Enumerable.Range(0, _problem.Loads.Count).Where(r => Best.Price[r] > 0)
                .Select(r => new ResourcePrice(_problem.Loads.Describe(r), Best.Price[r])),
        ],
        [.. JobPrices.OrderBy(p => p.Job)], Work + work, Cuts: _cuts.Count > 0 ? [.. _cuts.Values] : null);
}
