using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Rates that move together with placements, for objectives that are sums: the plan sought minimises
/// κ·Σ_r x_r^p − Σ_j u_j(r_j), an exact-penalty form of the packing problem, smooth and concave in the rates, so that
/// setting one job's rate to its best response again and again leads to the best rates. Utilities are divided by the
/// value reached so far; then the prices κ·p·x^(p−1) of the tight resources sum to about 1, from which κ follows.
/// Owned by one island.
/// </summary>
internal sealed class RateFit
{
    private const int Halvings = 14;
    private const double Tight = 0.9;
    private const double LeastRate = 1e-9;
    private const double MostFill = 1.25;
    private const double HoldPrice = 0.05;
    private const double HoldMargin = 1.03;

    private readonly SearchModel _model;
    private readonly SearchState _state;
    private readonly Objective _objective;
    private readonly double[] _unit;
    private readonly int[] _stamp;
    private readonly List<int> _used = [];
    private readonly double[] _floor;
    private readonly double[] _cap;
    private readonly HeldRates? _held;
    private readonly double[] _hold;
    private readonly double _holdPrice;
    private int _stampNow;
    private double _scale;
    private double _exponent;
    private double _kept;

    /// <summary>Prepares.</summary>
    /// <param name="model">The problem.</param>
    /// <param name="state">The state whose rates are set.</param>
    /// <param name="objective">What rates are chosen for.</param>
    /// <param name="held">What the lowest rates are to hold; null for nothing.</param>
    public RateFit(SearchModel model, SearchState state, Objective objective, HeldRates? held)
    {
        (_held, _hold) = (held, new double[model.Jobs.Length]);
        _holdPrice = HoldPrice / Math.Max(1, model.Jobs.Length);
        (_model, _state, _objective) = (model, state, objective);
        (_unit, _stamp) = (new double[state.Fill.Length], new int[state.Fill.Length]);
        (_floor, _cap) = (new double[model.Jobs.Length], new double[model.Jobs.Length]);
    }

    /// <summary>Price κ of the energy of the fills.</summary>
    public double Kappa { get; private set; }

    /// <summary>Counted work: resources looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Aims at what a solution has reached.</summary>
    /// <param name="best">The solution, which the state holds.</param>
    /// <param name="exponent">The exponent p.</param>
    public void Aim(Solution best, double exponent)
    {
        _exponent = exponent;
        _scale = _objective == Objective.ProportionalFair ? _model.Jobs.Sum(j => j.Weight)
            : Math.Max(LeastRate, best.Rates.Zip(_model.Jobs, (r, j) => r * WeightOf(j.Weight)).Sum());
        _kept = _objective == Objective.ProportionalFair ? 0 : best.Floors.DefaultIfEmpty(0).Max();
        Kappa = 1 / (exponent * Math.Max(1, _state.Fill.Count(x => x > Tight)));
        for (var j = 0; j < _floor.Length; j++)
        {
            _floor[j] = Math.Max(_model.Jobs[j].RequiredRate, LeastRate);
            _cap[j] = Math.Max(_model.Jobs[j].WishedRate, _floor[j]);
        }

        Hold(best.Rates);
    }

    /// <summary>Utility of a rate, in parts of the value reached.</summary>
    public double Utility(int job, double rate)
    {
        var logarithm = Math.Log(Math.Max(rate, LeastRate));
        return _objective == Objective.ProportionalFair ? _model.Jobs[job].Weight * logarithm / _scale
            : (WeightOf(_model.Jobs[job].Weight) * (rate + _kept * logarithm) / _scale)
                - (rate < _hold[job] ? _holdPrice * (Math.Log(_hold[job]) - logarithm) : 0);
    }

    /// <summary>Tries a job's best response to all others, by bisection of the derivative.</summary>
    public void Respond(int job)
    {
        Gather(job);
        var (low, high) = (_floor[job], Ceiling(job));
        for (var k = 0; k < Halvings && high > low; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = Slope(job, middle) > 0 ? (middle, high) : (low, middle);
        }

        Work += (Halvings + 2) * _used.Count;
        _state.SetRate(job, low);
    }

    /// <summary>
    /// Below the rate that it is to hold, a job pays as for a wish by its logarithm: so much that it is worth little
    /// beside a job gained or lost, and much beside what a cold state still gains. The slowest tenth, whichever jobs
    /// that is now, has the least rate to hold, all others that of the lowest tenth.
    /// </summary>
    private void Hold(double[] rates)
    {
        if (_held is null)
        {
            return;
        }

        var slowest = (rates.Length - 1) / 10;
        int[] order = [.. Enumerable.Range(0, rates.Length).OrderBy(j => rates[j]).ThenBy(j => j)];
        for (var k = 0; k < order.Length; k++)
        {
            _hold[order[k]] = HoldMargin * (k < slowest ? _held.Least : _held.LowestTenth);
        }
    }

    private double WeightOf(double weight) => _objective == Objective.Weighted ? weight : 1;

    /// <summary>What a frame a second of the job adds to each fill.</summary>
    private void Gather(int job)
    {
        _stampNow++;
        _used.Clear();
        for (var p = _model.FirstPiece[job]; p < _model.FirstPiece[job + 1]; p++)
        {
            Add(_state.OwnFill(p, _state.Node[p]), _state.UnitCompute(p, _state.Node[p]));
        }

        for (var f = _model.FirstFlow[job]; f < _model.FirstFlow[job + 1]; f++)
        {
            foreach (var r in _state.Route[f].Resources)
            {
                Add(r, _model.Flows[f].Bits * _model.Inverse[r]);
            }
        }
    }

    private void Add(int fill, double unit)
    {
        if (_stamp[fill] != _stampNow)
        {
            (_stamp[fill], _unit[fill]) = (_stampNow, 0);
            _used.Add(fill);
        }

        _unit[fill] += unit;
    }

    /// <summary>A rate at which some resource is much more than full.</summary>
    private double Ceiling(int job)
    {
        var highest = _cap[job];
        foreach (var r in _used)
        {
            if (_unit[r] > 0)
            {
                highest = Math.Min(highest, _state.Rate[job] + (MostFill - _state.Fill[r]) / _unit[r]);
            }
        }

        return highest;
    }

    private double Slope(int job, double rate)
    {
        var gain = _objective == Objective.ProportionalFair
            ? _model.Jobs[job].Weight / (rate * _scale)
            : (WeightOf(_model.Jobs[job].Weight) * (1 + _kept / rate) / _scale)
                + (rate < _hold[job] ? _holdPrice / rate : 0);
        var rise = rate - _state.Rate[job];
        foreach (var r in _used)
        {
            var fill = Math.Max(_state.Fill[r] + rise * _unit[r], LeastRate);
            gain -= Kappa * _exponent * _state.Potential(fill) / fill * _unit[r];
        }

        return gain;
    }
}
