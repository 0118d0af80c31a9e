using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tier 1: starts from what tier 0 proposes, schedules the batch jobs anew (<see cref="BatchSearch"/>), and then moves
/// tasks, routes and rates of all stream jobs together, for as long as it is allowed. Islands search side by side for
/// rounds of equal counted work and then exchange what they found, so that the result is a function of snapshot, seed,
/// options and work, whatever the number of cores. Where a job has variants, accelerators or an accuracy to keep, the
/// search alone has nothing to say beyond tier 0: <see cref="TierOnePolicy"/> through <see cref="Planner"/> gives each
/// such job one form first. Owned by one caller; not thread-safe.
/// </summary>
public sealed class TierOneSearch : IAnytimeSearch
{
    private readonly Proposal? _settled;
    private readonly PlanSession? _session;
    private readonly ulong _seed;
    private readonly ParallelOptions _parallel;
    private readonly TierOneOptions _options;
    private readonly NetworkSnapshot _snapshot;
    private readonly BatchSearch? _batch;
    private readonly Proposal? _other;
    private Judge? _judge;
    private Island[] _islands = [];
    private Solution? _start;

    /// <summary>Plans by tier 0 and prepares the search.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="cores">Most threads at work; at least 1. It does not change the result.</param>
    /// <param name="options">The options; null for the usual ones.</param>
    public TierOneSearch(NetworkSnapshot snapshot, ulong seed, int cores, TierOneOptions? options = null)
        : this(snapshot, seed, cores, options, hasOneForm: false)
    {
    }

    /// <summary>Plans by tier 0 and prepares the search.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="cores">Most threads at work.</param>
    /// <param name="options">The options; null for the usual ones.</param>
    /// <param name="hasOneForm">Whether somebody has chosen variants and shared accelerators already.</param>
    internal TierOneSearch(
        NetworkSnapshot snapshot, ulong seed, int cores, TierOneOptions? options, bool hasOneForm)
    {
        (_snapshot, _seed, _options) = (snapshot, seed, options ?? TierOneOptions.Default);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, cores) };
        if (!hasOneForm && snapshot.Jobs.Any(PlanRounds.IsSpecial))
        {
            _settled = Planner.Plan(snapshot, seed);
            return;
        }

        _session = new PlanSession(snapshot, new TierZeroEmbedder(), new BatchEmbedder());
        Proposal? other = null;
        Parallel.Invoke(_parallel, _session.Place, () => other = OtherStart.Find(snapshot, seed));
        _other = other;
        _batch = BatchSearch.For(_session, snapshot.Options.Objective, seed, _options);
        if (_batch is null)
        {
            Begin(_session);
        }
    }

    /// <inheritdoc/>
    public long Work => _settled?.Report.Work ?? _session!.Work + (_batch?.Work ?? 0) + _islands.Sum(i => i.Work);

    /// <inheritdoc/>
    public bool IsExhausted => _batch is null or { IsOver: true } && Array.TrueForAll(_islands, i => i.IsIdle);

    /// <summary>Whether batch jobs end sooner than under tier 0, of which rates say nothing.</summary>
    public bool HasShortened => _batch is { HasShortened: true };

    /// <summary>Whether tier 0 had anything to decide: new, waiting or touched jobs.</summary>
    internal bool IsTouched => _session is { IsTouched: true };

    /// <inheritdoc/>
    public void Advance(long until)
    {
        while (Work < until && !IsExhausted)
        {
            if (_batch is { IsOver: false } batch)
            {
                batch.Round();
                if (batch.IsOver)
                {
                    Begin(_session!);
                }

                continue;
            }

            Parallel.ForEach(_islands, _parallel, island => island.Round());
            var best = Fittest();
            foreach (var island in _islands)
            {
                island.Learn(best);
            }
        }
    }

    /// <inheritdoc/>
    public Proposal Best() => Planner.Proven(_snapshot, Written());

    /// <summary>The best found so far, without the proof that goes with a plan made for the makespan.</summary>
    internal Proposal Written()
    {
        if (_settled is not null)
        {
            return _settled;
        }

        var best = _islands.Length == 0 ? null : Fittest();
        if (best is not null && _judge!.IsBetter(best, _start!))
        {
            _session!.MoveTo(best.Jobs);
        }

        return _session!.Write(TierOnePolicy.PolicyName, _seed, Work);
    }

    private void Begin(PlanSession session)
    {
        var (objective, other) = (BatchSearch.RateObjective(_snapshot.Options.Objective), _other);
        var model = new SearchModel(session.Board, session.PreviousOf);
        var held = other is null ? null : HeldRates.Of(other, model.Jobs.Length);
        _judge = NewJudge();
        _start = model.Jobs.Length == 0 ? null : _judge.WeighStart();
        if (_start is not { } start)
        {
            return;
        }

        var second = other is not null && OtherStart.Read(model, other) is { } read
            ? _judge.Weigh(read.Node, read.Route, null) ?? start : start;
        _islands =
        [
            .. Enumerable.Range(0, Math.Max(1, _options.Islands)).Select(k => new Island(
                k, model, NewJudge(), objective, _options, SearchRandom.For(_seed, k), k % 2 == 0 ? start : second)),
        ];

        Judge NewJudge() => new(model, session.Board, objective, _options, held);
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
