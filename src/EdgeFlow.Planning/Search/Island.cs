using EdgeFlow.Planning.Routing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// One of the searches that run side by side: simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983)
/// on the energy of <see cref="SearchState"/> at the rates that the best plan so far has, in rounds of equal work; the
/// fullest resource falling below what it was lets the rates rise. Every promising state is judged by the rates that it
/// really gives. Mutable; only one thread at a time.
/// </summary>
internal sealed class Island
{
    private const int LevelDoublings = 5;
    private const int SumDoublings = 6;
    private const double HotStart = 0.03;
    private const double ColdEnd = 0.0004;
    private const double HotSum = 0.3;
    private const double ColdSum = 0.003;
    private const int Weighings = 8;
    private const int RateMoves = 4;
    private const int Climates = 4;
    private const int Chunk = 256;
    private const double LeastRate = 1e-12;

    private readonly SearchModel _model;
    private readonly TierOneOptions _options;
    private readonly Objective _objective;
    private readonly Judge _judge;
    private readonly SearchRandom _random;
    private readonly PathPool _pool;
    private readonly SearchState _state;
    private readonly Moves _moves;
    private readonly RateFit _fit;
    private readonly bool _isSum;
    private readonly int _doublings;
    private double _lowestFill;
    private long _weighed;
    private readonly int _number;
    private int _round;

    /// <summary>Starts an island.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="model">The problem.</param>
    /// <param name="judge">A judge of its own.</param>
    /// <param name="objective">What rates are chosen for.</param>
    /// <param name="options">The options.</param>
    /// <param name="random">Random numbers of its own.</param>
    /// <param name="start">Where it starts.</param>
    public Island(
        int number, SearchModel model, Judge judge, Objective objective, TierOneOptions options, SearchRandom random,
        Solution start)
    {
        _number = number;
        (_model, _judge, _objective, _options, _random) = (model, judge, objective, options, random);
        _pool = new PathPool(model.Network);
        _state = new SearchState(model, _pool);
        _moves = new Moves(model, _state, _pool, random);
        _fit = new RateFit(model, _state, objective, judge.Held);
        _isSum = objective is not (Objective.MaxMin or Objective.Admission);
        _doublings = _isSum ? SumDoublings : LevelDoublings;
        Best = start;
    }

    /// <summary>The best found so far.</summary>
    public Solution Best { get; private set; }

    /// <summary>Counted work so far.</summary>
    public long Work => _pool.Work + _state.Work + _moves.Work + _fit.Work + _weighed;

    /// <summary>Whether there is nothing to move.</summary>
    public bool IsIdle => _moves.IsIdle;

    /// <summary>Takes over another island's best, if it is better.</summary>
    public void Learn(Solution other)
    {
        if (_judge.IsBetter(other, Best))
        {
            Best = other;
        }
    }

    /// <summary>Works for one round.</summary>
    public void Round()
    {
        var (began, end) = (Work, Work + _options.RoundWork);
        _state.Load(Best.Node, Best.Route);
        Aim();
        _state.Recount(_doublings);
        _lowestFill = _state.Fill.Max();
        _fit.Aim(Best, 1 << _doublings);
        var weighed = 0;
        var climate = HotSum / _model.Jobs.Length / (1 << 2 * ((_round + _number) % Climates));
        for (var work = began; work < end; work = Work)
        {
            var part = (work - began) / (double)_options.RoundWork;
            if (_isSum)
            {
                Climb(climate * Math.Pow(ColdSum / HotSum, part));
                if (part > (weighed + 1.0) / Weighings)
                {
                    weighed++;
                    Weigh();
                }
            }
            else
            {
                Cool(HotStart * Math.Pow(ColdEnd / HotStart, part));
            }
        }

        Weigh();
        _round++;
    }

    /// <summary>Anneals placements, routes and rates together: each job moved answers with its best rate.</summary>
    private void Climb(double temperature)
    {
        for (var k = 0; k < Chunk; k++)
        {
            var before = _fit.Kappa * _state.Energy;
            var job = Pick();
            if (job < 0 || _model.FirstPiece[job] == _model.FirstPiece[job + 1])
            {
                _state.TakeBack();
                _weighed++;
                continue;
            }

            var utility = 0.0;
            foreach (var other in _moves.Displaced)
            {
                utility += Respond(other);
            }

            utility += Respond(job);
            var energy = _state.Tried();
            var loss = _fit.Kappa * energy - before - utility;
            if (loss > -temperature * Math.Log(1 - _random.Unit()))
            {
                _state.TakeBack();
            }
            else
            {
                _state.Keep(energy);
            }
        }
    }

    private void Aim()
    {
        var uniform = _objective == Objective.MaxMin && _round % 3 < 2;
        var level = Best.Rates.Zip(_model.Jobs, (r, j) => r / j.Weight).Min();
        for (var j = 0; j < _model.Jobs.Length; j++)
        {
            var job = _model.Jobs[j];
            var rate = uniform ? Math.Clamp(level * job.Weight, job.RequiredRate, job.WishedRate) : Best.Rates[j];
            _state.Rate[j] = Math.Max(rate, LeastRate);
            _state.LinkFloor[j] = Best.Jobs[j].Demand!.LinkFloor;
            _state.LinkRate[j] = Math.Max(_state.Rate[j], _state.LinkFloor[j]);
        }
    }

    private void Cool(double temperature)
    {
        var steep = temperature * (1 << _doublings);
        for (var k = 0; k < Chunk; k++)
        {
            if (!_moves.Try())
            {
                _state.TakeBack();
                _weighed++;
                continue;
            }

            var energy = _state.Tried();
            if (energy > _state.Energy * Math.Exp(-steep * Math.Log(1 - _random.Unit())))
            {
                _state.TakeBack();
                continue;
            }

            var lower = IsLower();
            _state.Keep(energy);
            if (lower)
            {
                Weigh();
            }
        }
    }

    /// <summary>Tries a move, or only another rate.</summary>
    /// <returns>The job that it is about; -1 when it cannot be kept.</returns>
    private int Pick()
    {
        if (_random.Below(RateMoves) == 0)
        {
            _moves.Skip();
            return _random.Below(_model.Jobs.Length);
        }

        return _moves.Try() ? _moves.Job : -1;
    }

    /// <summary>Lets a job answer to what was tried.</summary>
    /// <returns>What it gains by its new rate.</returns>
    private double Respond(int job)
    {
        var utility = _fit.Utility(job, _state.Rate[job]);
        _fit.Respond(job);
        return _fit.Utility(job, _state.Rate[job]) - utility;
    }

    private bool IsLower()
    {
        foreach (var r in _state.Touched)
        {
            if (_state.Fill[r] >= _lowestFill * (1 - Merit.LeastGain))
            {
                return false;
            }
        }

        _weighed += _state.Fill.Length;
        var most = _state.Fill.Max();
        if (most >= _lowestFill * (1 - Merit.LeastGain))
        {
            return false;
        }

        _lowestFill = most;
        return true;
    }

    private void Weigh()
    {
        _weighed += 32 * _state.Fill.Length;
        if (_judge.Weigh(_state.Node, _state.Route, Best) is { } solution && _judge.IsBetter(solution, Best))
        {
            Best = solution;
        }
    }
}
