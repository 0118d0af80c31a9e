using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tier 1: starts from what tier 0 proposes and moves tasks, routes and rates of all stream jobs together, for as long
/// as it is allowed. Islands search side by side for rounds of equal counted work and then exchange what they found, so
/// that the result is a function of snapshot, seed, options and work, whatever the number of cores. Batch jobs stay
/// where tier 0 has them. Owned by one caller; not thread-safe.
/// </summary>
public sealed class TierOneSearch : IAnytimeSearch
{
    private readonly PlanSession _session;
    private readonly string _policy;
    private readonly ulong _seed;
    private readonly int _cores;
    private readonly Judge? _judge;
    private readonly Island[] _islands = [];
    private readonly Solution? _start;

    /// <summary>Plans by tier 0 and prepares the search.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="cores">Most threads at work; at least 1. It does not change the result.</param>
    /// <param name="options">The options; null for the usual ones.</param>
    public TierOneSearch(NetworkSnapshot snapshot, ulong seed, int cores, TierOneOptions? options = null)
    {
        (_seed, _cores, _policy) = (seed, Math.Max(1, cores), TierOnePolicy.PolicyName);
        options ??= TierOneOptions.Default;
        _session = new PlanSession(snapshot, new TierZeroEmbedder(), new ListScheduler());
        _session.Place();
        var model = new SearchModel(_session.Board, _session.PreviousOf);
        var other = OtherStart.Find(snapshot, seed);
        var held = other is null ? null : HeldRates.Of(other, model.Jobs.Length);
        var judge = NewJudge();
        _start = model.Jobs.Length == 0 ? null : judge.WeighStart();
        if (_start is { } start)
        {
            _judge = judge;
            var second = other is not null && OtherStart.Read(model, other) is { } read
                ? judge.Weigh(read.Node, read.Route, null) ?? start : start;
            _islands =
            [
                .. Enumerable.Range(0, Math.Max(1, options.Islands)).Select(k => new Island(
                    k, model, NewJudge(), snapshot.Options.Objective, options, SearchRandom.For(seed, k),
                    k % 2 == 0 ? start : second)),
            ];
        }

        Judge NewJudge() => new(model, _session.Board, snapshot.Options.Objective, options, held);
    }

    /// <inheritdoc/>
    public long Work => _session.Work + _islands.Sum(i => i.Work);

    /// <inheritdoc/>
    public bool IsExhausted => Array.TrueForAll(_islands, i => i.IsIdle);

    /// <summary>Whether tier 0 had anything to decide: new, waiting or touched jobs.</summary>
    internal bool IsTouched => _session.IsTouched;

    /// <inheritdoc/>
    public void Advance(long until)
    {
        while (Work < until && !IsExhausted)
        {
            Parallel.ForEach(
                _islands, new ParallelOptions { MaxDegreeOfParallelism = _cores }, island => island.Round());
            var best = Fittest();
            foreach (var island in _islands)
            {
                island.Learn(best);
            }
        }
    }

    /// <inheritdoc/>
    public Proposal Best()
    {
        var best = _islands.Length == 0 ? null : Fittest();
        if (best is not null && _judge!.IsBetter(best, _start!))
        {
            _session.MoveTo(best.Jobs);
        }

        return _session.Write(_policy, _seed, Work);
    }

    private Solution Fittest()
    {
        var best = _islands[0].Best;
        foreach (var island in _islands)
        {
            best = _judge!.IsBetter(island.Best, best) ? island.Best : best;
        }

        return best;
    }
}
