using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Scheduling.Search;

namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// An anytime search for a short schedule: the list schedulers first, then <see cref="Annealing"/> in cycles that start
/// from the best schedule found, each twice as long as the one before, cooling by a constant factor a unit of work. Hot
/// and mild cycles take turns: small or loose problems gain from the first, large tight ones from the second. What is
/// found depends on problem, seed and work alone, not on how the work was cut into calls. Never worse than any of the
/// list schedulers once their work is done. Owned by one caller; not thread-safe.
/// </summary>
public sealed class ScheduleSearch
{
    /// <summary>
    /// First temperatures of the cycles, as parts of the makespan over √tasks, since what one move changes shrinks with
    /// their number; they take turns.
    /// </summary>
    private static readonly double[] s_hot = [0.2, 0.06, 0.5];

    /// <summary>Last temperature of every cycle, in the same unit.</summary>
    private const double Cold = 0.01;

    /// <summary>Work of the first cycle for each task.</summary>
    private const long FirstCycle = 3_000;

    /// <summary>Steps after which the temperature is set anew.</summary>
    private const int StepsATemperature = 64;

    private const double Tolerance = 1e-12;

    private readonly ScheduleProblem _problem;
    private readonly ulong _seed;
    private readonly double _bound;
    private readonly int[] _node;
    private readonly int[] _order;
    private Annealing? _annealing;
    private double _best = double.PositiveInfinity;
    private long _listWork;
    private int _nextList;
    private int _cycle = -1;
    private long _cycleStart;
    private long _cycleWork;
    private double _temperature;
    private int _steps;

    /// <summary>Prepares a search; nothing is done yet.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="bound">A proven lower bound of the makespan, at which the search may stop; 0 for none.</param>
    public ScheduleSearch(ScheduleProblem problem, ulong seed, double bound = 0)
    {
        (_problem, _seed, _bound) = (problem, seed, bound);
        (_node, _order) = (new int[problem.TaskCount], new int[problem.TaskCount]);
    }

    /// <summary>The list schedulers that the search starts with.</summary>
    public static IReadOnlyList<IListScheduler> Starts { get; } =
        [new Heft(), new Cpop(), new Peft(), new DynamicLevel(), new Lookahead()];

    /// <summary>Work counted so far.</summary>
    public long Work => _listWork + (_annealing?.Work ?? 0);

    /// <summary>Whether more work cannot change the result: proven, or no list scheduler found any schedule.</summary>
    public bool IsExhausted => _best <= _bound * (1 + Tolerance) || _problem.TaskCount == 0
        || (_nextList == Starts.Count && double.IsPositiveInfinity(_best));

    /// <summary>Works on, by whole steps, until <see cref="Work"/> has reached a value or nothing is left to
    /// do.</summary>
    /// <param name="until">The value.</param>
    public void Advance(long until)
    {
        while (Work < until && !IsExhausted)
        {
            if (_nextList < Starts.Count)
            {
                RunList();
            }
            else
            {
                Step();
            }
        }
    }

    /// <summary>The best schedule found so far; null when none was.</summary>
    public Schedule? Best() => double.IsFinite(_best) || _problem.TaskCount == 0
        ? ScheduleOrder.Decode(_problem, _node, _order) : null;

    private void RunList()
    {
        var schedule = Starts[_nextList++].Build(_problem);

        // Each looks at every node for every edge and task; the lookahead for every pair of nodes, and so comes last.
        var sweep = (long)(_problem.TaskCount + _problem.Edges.Length) * _problem.NodeCount;
        _listWork += 1 + sweep * (_nextList == Starts.Count ? _problem.NodeCount : 1);
        if (schedule is not null && schedule.Makespan < _best)
        {
            _best = schedule.Makespan;
            ScheduleOrder.Of(_problem, schedule).CopyTo(_order, 0);
            for (var t = 0; t < _node.Length; t++)
            {
                _node[t] = schedule.Node[t];
            }
        }
    }

    private void Step()
    {
        _annealing ??= new Annealing(_problem, _seed);
        if (_cycle < 0 || Work - _cycleStart >= _cycleWork)
        {
            BeginCycle();
        }

        if (_steps++ % StepsATemperature == 0)
        {
            var hot = s_hot[_cycle % s_hot.Length];
            var part = (double)(Work - _cycleStart) / _cycleWork;
            _temperature = _best / Math.Sqrt(_problem.TaskCount) * hot * Math.Pow(Cold / hot, part);
        }

        if (!_annealing!.Step(_temperature))
        {
            _annealing.Load(_node, _order);
        }
        else if (_annealing.Makespan < _best * (1 - Tolerance))
        {
            _best = _annealing.Makespan;
            _annealing.Graph.Node.CopyTo(_node, 0);
            _annealing.Graph.Order.CopyTo(_order, 0);
        }
    }

    private void BeginCycle()
    {
        _cycle++;
        (_cycleStart, _steps) = (Work, 0);
        _cycleWork = _cycle == 0 ? FirstCycle * _problem.TaskCount
            : _cycleWork > long.MaxValue / 2 ? _cycleWork : 2 * _cycleWork;
        _annealing!.Load(_node, _order);
    }
}
