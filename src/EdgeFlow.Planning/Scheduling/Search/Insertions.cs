using System.Numerics;

namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>
/// For one absent task, the best position on every node, exactly: with r its earliest start and q the longest way after
/// it on node u, the longest way through it at position k is max(r, finish of the task before) + w + max(q, tail of the
/// task after), and the makespan the greater of that and the makespan without the task. Only positions are looked at
/// that make no cycle and are not worse than others (S. Dauzère-Pérès and J. Paulli, 1997, and M. Mastrolilli and L.
/// Gambardella, "Effective neighbourhood functions for the flexible job shop problem", 2000, Theorem 1, with transfers
/// between nodes added to r and q). Mutable; owned by one search.
/// </summary>
internal sealed class Insertions
{
    private readonly ScheduleProblem _problem;
    private readonly ScheduleGraph _graph;
    private readonly int _nodes;
    private readonly double[] _ratesFrom;
    private readonly double[] _delaysFrom;
    private readonly double[] _ratesTo;
    private readonly double[] _delaysTo;
    private readonly double[] _none;
    private readonly double[] _ready;
    private readonly double[] _rest;

    public Insertions(ScheduleProblem problem, ScheduleGraph graph)
    {
        (_problem, _graph, _nodes) = (problem, graph, problem.NodeCount);
        (Way, Place, _ready, _rest) = (new double[_nodes], new int[_nodes], new double[_nodes], new double[_nodes]);
        _none = new double[_nodes];
        (_ratesFrom, _ratesTo) = Tables(problem.Network.SecondsPerUnit);
        (_delaysFrom, _delaysTo) = Tables(problem.Network.Delay);
    }

    /// <summary>The longest way through the task, for each node; infinity where it may not be.</summary>
    public double[] Way { get; }

    /// <summary>The position on each node.</summary>
    public int[] Place { get; }

    /// <summary>Counted work: nodes tried and edges looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Looks at every node for a task that is absent; heads and tails of the graph are valid.</summary>
    public void Find(int task)
    {
        Inputs(task);
        Outputs(task);
        for (var u = 0; u < _nodes; u++)
        {
            var seconds = _problem.Seconds[task * _nodes + u];
            if (double.IsFinite(_ready[u] + _rest[u] + seconds) && _graph.Hosts.Allows(task, u))
            {
                (Way[u], Place[u]) = Best(task, u, seconds);
            }
            else
            {
                Way[u] = double.PositiveInfinity;
            }
        }

        Work += _nodes;
    }

    private void Inputs(int task)
    {
        _problem.Network.Ready.CopyTo(_ready, 0);
        if (_problem.Release is { } release)
        {
            var own = release.AsSpan(task * _nodes, _nodes);
            for (var u = 0; u < own.Length; u++)
            {
                _ready[u] = Math.Max(_ready[u], own[u]);
            }
        }

        var side = _problem.In;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            // What a producer that is absent will send has no way yet, but comes after it.
            var from = _graph.Node[side.Other[k]];
            var (data, row) = from < 0 ? (0, 0) : (side.Data[k], from * _nodes);
            var delays = from < 0 ? _none : _delaysFrom.AsSpan(row, _nodes);
            Raise(_ready, _graph.Finish[side.Other[k]], data, _ratesFrom.AsSpan(row, _nodes), delays);
        }

        Work += side.Start[task + 1] - side.Start[task];
    }

    private void Outputs(int task)
    {
        Array.Clear(_rest);
        var side = _problem.Out;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            var to = _graph.Node[side.Other[k]];
            var (data, row) = to < 0 ? (0, 0) : (side.Data[k], to * _nodes);
            var delays = to < 0 ? _none : _delaysTo.AsSpan(row, _nodes);
            Raise(_rest, _graph.Tail[side.Other[k]], data, _ratesTo.AsSpan(row, _nodes), delays);
        }

        Work += side.Start[task + 1] - side.Start[task];
    }

    /// <summary>times[u] = max(times[u], own + delays[u] + data · rates[u]).</summary>
    private static void Raise(
        Span<double> times, double own, double data, ReadOnlySpan<double> rates, ReadOnlySpan<double> delays)
    {
        var (u, width) = (0, Vector<double>.Count);
        var (vectorOwn, vectorData) = (new Vector<double>(own), new Vector<double>(data));
        for (; u <= times.Length - width; u += width)
        {
            var arrival = vectorOwn + (new Vector<double>(delays[u..]) + vectorData * new Vector<double>(rates[u..]));
            Vector.Max(new Vector<double>(times[u..]), arrival).CopyTo(times[u..]);
        }

        for (; u < times.Length; u++)
        {
            times[u] = Math.Max(times[u], own + (delays[u] + data * rates[u]));
        }
    }

    private (double Way, int Position) Best(int task, int node, double seconds)
    {
        var (ready, rest) = (_ready[node], _rest[node]);
        var tasks = _graph.Machines.On(node);
        var (finish, tail) = (_graph.Finish, _graph.Tail);
        var (first, last) = (0, tasks.Length);
        while (first < last)
        {
            var middle = (first + last) >>> 1;
            (first, last) = finish[tasks[middle]] <= ready ? (middle + 1, last) : (first, middle);
        }

        var (low, high) = (0, tasks.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = tail[tasks[middle]] > rest ? (middle + 1, high) : (low, middle);
        }

        if (low <= first)
        {
            return (ready + seconds + rest, Math.Clamp(CountBefore(task, tasks), low, first));
        }

        var (best, at) = (double.PositiveInfinity, first);
        for (var k = first; k <= low; k++)
        {
            var before = k > first ? finish[tasks[k - 1]] : ready;
            var after = k < low ? tail[tasks[k]] : rest;
            var way = before + seconds + after;
            (best, at) = way < best ? (way, k) : (best, at);
        }

        return (best, at);
    }

    /// <summary>How many of the tasks come before this one in the topological order.</summary>
    private int CountBefore(int task, ReadOnlySpan<int> tasks)
    {
        var (position, own) = (_graph.Position, _graph.Position[task]);
        var (low, high) = (0, tasks.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = position[tasks[middle]] < own ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The table and its mirror image, both 0 within a node.</summary>
    private (double[] From, double[] To) Tables(double[] ways)
    {
        var (from, to) = (new double[ways.Length], new double[ways.Length]);
        for (var u = 0; u < _nodes; u++)
        {
            for (var v = 0; v < _nodes; v++)
            {
                var seconds = u == v ? 0 : ways[u * _nodes + v];
                (from[u * _nodes + v], to[v * _nodes + u]) = (seconds, seconds);
            }
        }

        return (from, to);
    }
}
