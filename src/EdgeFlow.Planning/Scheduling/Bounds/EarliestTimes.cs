namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// For every task and node, when the task can start there at best. A producer on the same node takes its turn there,
/// one
/// on another pays for the transfer: if the task starts at s on node u, each producer whose data cannot come from
/// elsewhere by s is on u too, and these run on u one after the other. With the producers by falling remote arrival,
/// hence start ≥ min over k of max(remote arrival of the next, earliest end of the first k on u one after the other) —
/// the argument of E. Fernandez and B. Bussell, "Bounds on the number of processors and time for multiprocessor optimal
/// schedules", 1973, with transfers as H. Jung, L. Kirousis and P. Spirakis weigh them, 1993, for nodes that differ.
/// Memory, groups and other tasks are left out. Cost: O(E·N² + N·E·(log d + 64)).
/// </summary>
internal sealed class EarliestTimes
{
    /// <summary>Most producers that are thought of as on one node; more would only raise the bound.</summary>
    public const int MostTogether = 64;

    private readonly double[] _starts = new double[MostTogether];
    private readonly double[] _times = new double[MostTogether];
    private readonly ScheduleProblem _problem;
    private readonly Adjacency _producers;
    private readonly int _nodes;
    private readonly bool _isReversed;
    private readonly double[] _end;

    private EarliestTimes(ScheduleProblem problem, bool isReversed)
    {
        (_problem, _nodes, _isReversed) = (problem, problem.NodeCount, isReversed);
        _producers = isReversed ? problem.Out : problem.In;
        (Start, _end) = (new double[problem.Seconds.Length], new double[problem.Seconds.Length]);
    }

    /// <summary>Earliest start of each task on each node, at <c>[t * nodes + u]</c>.</summary>
    public double[] Start { get; }

    /// <summary>From the beginning on: earliest starts.</summary>
    public static EarliestTimes Heads(ScheduleProblem problem)
    {
        var times = new EarliestTimes(problem, isReversed: false);
        foreach (var task in problem.Order)
        {
            times.Compute(task);
        }

        return times;
    }

    /// <summary>From the end on: the least time after the end of each task.</summary>
    public static EarliestTimes Tails(ScheduleProblem problem)
    {
        var times = new EarliestTimes(problem, isReversed: true);
        for (var k = problem.Order.Length - 1; k >= 0; k--)
        {
            times.Compute(problem.Order[k]);
        }

        return times;
    }

    private void Compute(int task)
    {
        var (first, count) = (_producers.Start[task], _producers.Start[task + 1] - _producers.Start[task]);
        var remote = new double[count];
        for (var u = 0; u < _nodes; u++)
        {
            var producers = new int[count];
            for (var k = 0; k < count; k++)
            {
                producers[k] = _producers.Other[first + k];
                remote[k] = -Remote(producers[k], _producers.Data[first + k], u);
            }

            Array.Sort(remote, producers);
            var start = Math.Max(Floor(task, u), Together(producers, remote, u));
            var cell = task * _nodes + u;
            (Start[cell], _end[cell]) = (start, start + _problem.Seconds[cell]);
        }
    }

    /// <summary>When the data of a producer that is on another node can be here.</summary>
    private double Remote(int producer, double data, int node)
    {
        var least = double.PositiveInfinity;
        for (var v = 0; v < _nodes; v++)
        {
            if (v != node)
            {
                var transfer = _isReversed ? _problem.Network.Transfer(data, node, v)
                    : _problem.Network.Transfer(data, v, node);
                least = Math.Min(least, _end[producer * _nodes + v] + transfer);
            }
        }

        return least;
    }

    /// <summary>The least start that the producers allow, those on this node being the first k for some k.</summary>
    private double Together(int[] producers, double[] minusRemote, int node)
    {
        var (best, here, count) = (double.PositiveInfinity, 0.0, 0);
        for (var k = 0; k <= producers.Length && here < best; k++)
        {
            if (k == MostTogether)
            {
                // More on this node only end later.
                return Math.Min(best, here);
            }

            best = Math.Min(best, Math.Max(k < producers.Length ? -minusRemote[k] : 0, here));

            // Two edges from one producer must not count its time twice.
            if (k < producers.Length && Array.IndexOf(producers, producers[k], 0, k) < 0)
            {
                here = EndOfAll(producers[k] * _nodes + node, count++);
            }
        }

        return best;
    }

    /// <summary>Earliest end of several tasks on one node, one after the other in the order of their earliest
    /// starts.</summary>
    /// <param name="cell">The task to add, with its node.</param>
    /// <param name="count">How many there are already.</param>
    private double EndOfAll(int cell, int count)
    {
        var at = count;
        for (; at > 0 && _starts[at - 1] > Start[cell]; at--)
        {
            (_starts[at], _times[at]) = (_starts[at - 1], _times[at - 1]);
        }

        (_starts[at], _times[at]) = (Start[cell], _problem.Seconds[cell]);
        var end = 0.0;
        for (var k = 0; k <= count; k++)
        {
            end = Math.Max(end, _starts[k]) + _times[k];
        }

        return end;
    }

    private double Floor(int task, int node) => _isReversed ? 0
        : Math.Max(_problem.Network.Ready[node], _problem.Release?[task * _nodes + node] ?? 0);
}
