namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// A schedule while it grows: flat arrays, nothing allocated once it is made. A task goes into the first gap that holds
/// it (the insertion policy of HEFT). Mutable; owned by one list scheduler.
/// </summary>
internal sealed class PartialSchedule
{
    private readonly ScheduleProblem _problem;
    private readonly int _nodes;
    private readonly HostLedger _hosts;
    private readonly double[] _from;
    private readonly double[] _until;
    private readonly int[] _count;
    private readonly int[] _node;
    private readonly double[] _start;
    private readonly double[] _finish;
    private readonly double[] _inputs;

    public PartialSchedule(ScheduleProblem problem)
    {
        (_problem, _nodes, _hosts) = (problem, problem.NodeCount, new HostLedger(problem.Side));
        var tasks = problem.TaskCount;
        (_from, _until, _count) = (new double[tasks * _nodes], new double[tasks * _nodes], new int[_nodes]);
        (_node, _start, _finish) = (new int[tasks], new double[tasks], new double[tasks]);
        _inputs = new double[_nodes];
        Array.Fill(_node, -1);
    }

    /// <summary>Node of each task; -1 for those not placed.</summary>
    public int[] Node => _node;

    /// <summary>When each placed task ends.</summary>
    public double[] Finish => _finish;

    /// <summary>When the whole input of a task would be on each node, as far as its producers are placed; infinity
    /// where it cannot come. The array is reused by the next call.</summary>
    public double[] Inputs(int task)
    {
        var network = _problem.Network;
        var inputs = _inputs;
        if (_problem.Release is { } release)
        {
            Array.Copy(release, task * _nodes, inputs, 0, _nodes);
        }
        else
        {
            Array.Clear(inputs);
        }

        for (var k = _problem.In.Start[task]; k < _problem.In.Start[task + 1]; k++)
        {
            var producer = _problem.In.Other[k];
            if (_node[producer] < 0)
            {
                continue;
            }

            var (from, ready, data) = (_node[producer], _finish[producer], _problem.In.Data[k]);
            var rates = network.SecondsPerUnit.AsSpan(from * _nodes, _nodes);
            var delays = network.Delay.AsSpan(from * _nodes, _nodes);
            for (var u = 0; u < rates.Length; u++)
            {
                var arrival = u == from ? ready : ready + delays[u] + data * rates[u];
                inputs[u] = arrival > inputs[u] ? arrival : inputs[u];
            }
        }

        return inputs;
    }

    /// <summary>Whether a task may go to a node beside those that are placed.</summary>
    public bool Allows(int task, int node) => _hosts.IsFree || _hosts.Allows(task, node);

    /// <summary>When a task would end on a node.</summary>
    /// <param name="task">The task.</param>
    /// <param name="node">The node.</param>
    /// <param name="inputs">When its input is there.</param>
    /// <returns>Infinity where it may not run.</returns>
    public double FinishOn(int task, int node, double inputs)
    {
        var seconds = _problem.Seconds[task * _nodes + node];
        return double.IsPositiveInfinity(inputs + seconds) || !Allows(task, node)
            ? double.PositiveInfinity : EarliestStart(node, inputs, seconds) + seconds;
    }

    /// <summary>The node where a task ends first, -1 when there is none, and when.</summary>
    public (int Node, double Finish) Earliest(int task)
    {
        var inputs = Inputs(task);
        var (at, best) = (-1, double.PositiveInfinity);
        for (var u = 0; u < _nodes; u++)
        {
            // A gap can only be later than the input.
            if (inputs[u] + _problem.Seconds[task * _nodes + u] < best)
            {
                var finish = FinishOn(task, u, inputs[u]);
                (at, best) = finish < best ? (u, finish) : (at, best);
            }
        }

        return (at, best);
    }

    /// <summary>Puts a task on a node, into the first gap that holds it.</summary>
    /// <returns>When it ends.</returns>
    public double Place(int task, int node) => PlaceAfter(task, node, 0);

    /// <summary>Puts a task on a node, not before a time.</summary>
    /// <param name="task">The task.</param>
    /// <param name="node">The node.</param>
    /// <param name="notBefore">The time, in seconds.</param>
    /// <returns>When it ends.</returns>
    public double PlaceAfter(int task, int node, double notBefore)
    {
        var seconds = _problem.Seconds[task * _nodes + node];
        var start = EarliestStart(node, Math.Max(notBefore, Inputs(task)[node]), seconds);
        var (first, at) = (node * _problem.TaskCount, FirstEndingAfter(node, start));
        Array.Copy(_from, first + at, _from, first + at + 1, _count[node] - at);
        Array.Copy(_until, first + at, _until, first + at + 1, _count[node] - at);
        (_from[first + at], _until[first + at]) = (start, start + seconds);
        _count[node]++;
        (_node[task], _start[task], _finish[task]) = (node, start, start + seconds);
        _hosts.Add(task, node);
        return start + seconds;
    }

    /// <summary>Takes the task back that was placed last on its node in the order of calls.</summary>
    public void TakeBack(int task)
    {
        var node = _node[task];
        var (first, at) = (node * _problem.TaskCount, 0);
        while (_from[first + at] != _start[task] || _until[first + at] != _finish[task])
        {
            at++;
        }

        _count[node]--;
        Array.Copy(_from, first + at + 1, _from, first + at, _count[node] - at);
        Array.Copy(_until, first + at + 1, _until, first + at, _count[node] - at);
        _node[task] = -1;
        _hosts.Remove(task);
    }

    /// <summary>The schedule, every task being placed.</summary>
    public Schedule Result() => new(_node, _start, _finish);

    private double EarliestStart(int node, double inputs, double seconds)
    {
        var start = Math.Max(inputs, _problem.Network.Ready[node]);
        var first = node * _problem.TaskCount;
        for (var k = FirstEndingAfter(node, start); k < _count[node]; k++)
        {
            if (start + seconds <= _from[first + k])
            {
                break;
            }

            start = Math.Max(start, _until[first + k]);
        }

        return start;
    }

    private int FirstEndingAfter(int node, double time)
    {
        var (first, low, high) = (node * _problem.TaskCount, 0, _count[node]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _until[first + middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
