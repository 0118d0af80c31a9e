namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>
/// A topological order of the graph that is kept up as tasks move: only what lies between the old and the new place of
/// a task is touched (the affected region of D. Pearce and P. Kelly, "A dynamic topological sort algorithm for directed
/// acyclic graphs", 2006). Mutable.
/// </summary>
internal sealed class DynamicOrder
{
    private readonly ScheduleProblem _problem;
    private readonly MachineOrders _machines;
    private readonly bool[] _marked;
    private readonly int[] _region;

    public DynamicOrder(ScheduleProblem problem, MachineOrders machines)
    {
        (_problem, _machines) = (problem, machines);
        var tasks = problem.TaskCount;
        (Tasks, Position, _marked, _region) = (new int[tasks], new int[tasks], new bool[tasks], new int[tasks]);
    }

    /// <summary>The tasks in the order.</summary>
    public int[] Tasks { get; }

    /// <summary>Position of each task.</summary>
    public int[] Position { get; }

    /// <summary>Takes over an order.</summary>
    public void Load(ReadOnlySpan<int> order)
    {
        order.CopyTo(Tasks);
        for (var k = 0; k < order.Length; k++)
        {
            Position[order[k]] = k;
        }
    }

    /// <summary>Moves a task to where its new place on a node allows it, and those after it behind it.</summary>
    /// <returns>How many positions were looked at.</returns>
    public int Restore(int task)
    {
        var (last, first) = (LastBefore(task), FirstAfter(task));
        var (from, until) = (Math.Min(Position[task], first), Math.Max(Position[task], last));
        if (from == until)
        {
            return 0;
        }

        MarkFollowers(task, first, last);
        var (next, behind) = (from, 0);
        for (var k = from; k <= until; k++)
        {
            var other = Tasks[k];
            if (other != task && (k > last || _marked[other]))
            {
                _region[behind++] = other;
            }
            else if (other != task)
            {
                Tasks[next++] = other;
            }
        }

        Tasks[next++] = task;
        Array.Copy(_region, 0, Tasks, next, behind);
        for (var k = from; k <= until; k++)
        {
            Position[Tasks[k]] = k;
            _marked[Tasks[k]] = false;
        }

        return until - from;
    }

    private int LastBefore(int task)
    {
        var (side, before) = (_problem.In, _machines.Before[task]);
        var last = before >= 0 ? Position[before] : -1;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            last = Math.Max(last, Position[side.Other[k]]);
        }

        return last;
    }

    private int FirstAfter(int task)
    {
        var (side, after) = (_problem.Out, _machines.After[task]);
        var first = after >= 0 ? Position[after] : Tasks.Length;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            first = Math.Min(first, Position[side.Other[k]]);
        }

        return first;
    }

    private void MarkFollowers(int task, int first, int last)
    {
        var side = _problem.In;
        for (var k = first; k <= last; k++)
        {
            var other = Tasks[k];
            var before = _machines.Before[other];
            var follows = before >= 0 && (before == task || _marked[before]);
            for (var e = side.Start[other]; e < side.Start[other + 1] && !follows; e++)
            {
                follows = side.Other[e] == task || _marked[side.Other[e]];
            }

            _marked[other] = follows && other != task;
        }
    }
}
