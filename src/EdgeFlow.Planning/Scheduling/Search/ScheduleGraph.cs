namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>
/// A schedule as a graph (B. Roy and B. Sussmann's disjunctive graph, 1964): arcs of the DAG, weighted with the
/// transfer
/// between the nodes chosen, and arcs between tasks that follow each other on a node. The makespan is its longest way;
/// a task's head is the longest way before it, its tail the longest way from its start on. What a change makes stale is
/// noted and computed anew when it is asked for, in a topological order. An absent task is on no node: it
/// takes its least time anywhere and no transfers, so that precedence holds through it.
/// Mutable; owned by one search.
/// </summary>
internal sealed class ScheduleGraph
{
    private readonly ScheduleProblem _problem;
    private readonly int _nodes;
    private readonly int[] _inStart;
    private readonly int[] _inOther;
    private readonly int[] _outStart;
    private readonly int[] _outOther;
    private readonly Transfers _transfers;
    private readonly double[] _seconds;
    private readonly double[] _least;
    private readonly DynamicOrder _order;
    private readonly StaleSet _staleHeads;
    private readonly StaleSet _staleTails;

    public ScheduleGraph(ScheduleProblem problem)
    {
        (_problem, _nodes) = (problem, problem.NodeCount);
        var tasks = problem.TaskCount;
        (_inStart, _inOther, _outStart, _outOther) =
            (problem.In.Start, problem.In.Other, problem.Out.Start, problem.Out.Other);
        _transfers = new Transfers(problem);
        (Node, _seconds, Finish, Tail) = (new int[tasks], new double[tasks], new double[tasks], new double[tasks]);
        (_staleHeads, _staleTails) = (new StaleSet(tasks), new StaleSet(tasks));
        _least = new double[tasks];
        for (var t = 0; t < tasks; t++)
        {
            _least[t] = Least(problem.Seconds.AsSpan(t * _nodes, _nodes));
        }

        Machines = new MachineOrders(tasks, _nodes);
        _order = new DynamicOrder(problem, Machines);
        Hosts = new HostLedger(problem.Side);
    }

    /// <summary>Node of each task; -1 for those that are absent.</summary>
    public int[] Node { get; }

    /// <summary>When each task ends: its head and its time.</summary>
    public double[] Finish { get; }

    /// <summary>Longest way from the start of each task.</summary>
    public double[] Tail { get; }

    /// <summary>A topological order of the graph.</summary>
    public int[] Order => _order.Tasks;

    /// <summary>Position of each task in <see cref="Order"/>.</summary>
    public int[] Position => _order.Position;

    /// <summary>The tasks on each node.</summary>
    public MachineOrders Machines { get; }

    /// <summary>Who may go where.</summary>
    public HostLedger Hosts { get; private set; }

    /// <summary>Counted work: tasks passed.</summary>
    public long Work { get; private set; }

    /// <summary>Takes over a schedule.</summary>
    /// <param name="node">Node of each task.</param>
    /// <param name="order">All tasks in an order that every node keeps, producers before consumers.</param>
    public void Load(ReadOnlySpan<int> node, ReadOnlySpan<int> order)
    {
        Machines.Clear();
        Hosts = new HostLedger(_problem.Side);
        node.CopyTo(Node);
        _order.Load(order);
        foreach (var task in order)
        {
            _seconds[task] = _problem.Seconds[task * _nodes + node[task]];
            Machines.Insert(task, node[task], Machines.Count[node[task]]);
            Hosts.Add(task, node[task]);
        }

        for (var task = 0; task < Node.Length; task++)
        {
            _transfers.WeighInputs(task, Node);
            Stale(task);
        }

        Work += Order.Length;
    }

    /// <summary>Computes the heads that are stale.</summary>
    /// <returns>The makespan and the last task of a longest way; -1 without tasks.</returns>
    public (double Makespan, int Last) Forward()
    {
        for (var k = _staleHeads.TakeLowest(); k >= 0; k = _staleHeads.TakeLowest())
        {
            RenewHead(Order[k]);
        }

        var (makespan, last) = (0.0, -1);
        for (var u = 0; u < _nodes; u++)
        {
            var tasks = Machines.On(u);
            if (tasks.Length > 0 && Finish[tasks[^1]] >= makespan)
            {
                (makespan, last) = (Finish[tasks[^1]], tasks[^1]);
            }
        }

        return (makespan, last);
    }

    /// <summary>Computes the tails that are stale.</summary>
    public void Backward()
    {
        for (var k = _staleTails.TakeHighest(); k >= 0; k = _staleTails.TakeHighest())
        {
            RenewTail(Order[k]);
        }
    }

    /// <summary>Makes a task absent.</summary>
    public void Detach(int task)
    {
        StaleAround(task);
        Machines.Remove(task, Node[task]);
        Hosts.Remove(task);
        Node[task] = -1;
        _seconds[task] = _least[task];
        _transfers.WeighInputs(task, Node);
        _transfers.WeighOutputs(task, Node);
    }

    /// <summary>Makes an absent task present.</summary>
    /// <param name="task">The task.</param>
    /// <param name="node">Its node.</param>
    /// <param name="position">Its position there; one that makes no cycle.</param>
    public void Attach(int task, int node, int position)
    {
        // What is stale is noted by positions in the order, and these change now.
        Forward();
        Backward();
        Machines.Insert(task, node, position);
        Hosts.Add(task, node);
        Node[task] = node;
        _seconds[task] = _problem.Seconds[task * _nodes + node];
        _transfers.WeighInputs(task, Node);
        _transfers.WeighOutputs(task, Node);
        Work += _order.Restore(task);
        StaleAround(task);
    }

    /// <summary>The task or time that a task waits for longest, as the previous one on a longest way.</summary>
    /// <returns>The task, or -1 when it waits for none.</returns>
    public int Waits(int task)
    {
        var start = Finish[task] - _seconds[task];
        var (best, at) = (double.NegativeInfinity, -1);
        for (var k = _inStart[task]; k < _inStart[task + 1]; k++)
        {
            var arrival = Finish[_inOther[k]] + _transfers.In[k];
            (best, at) = arrival > best ? (arrival, _inOther[k]) : (best, at);
        }

        var before = Machines.Before[task];
        (best, at) = before >= 0 && Finish[before] >= best ? (Finish[before], before) : (best, at);
        return start > Floor(task) ? at : -1;
    }

    private static double Least(ReadOnlySpan<double> values)
    {
        var least = double.PositiveInfinity;
        foreach (var value in values)
        {
            least = Math.Min(least, value);
        }

        return least;
    }

    /// <summary>The earliest start as far as no other task is concerned.</summary>
    private double Floor(int task) => Node[task] < 0 ? 0 : Math.Max(
        _problem.Network.Ready[Node[task]], _problem.Release?[task * _nodes + Node[task]] ?? 0);

    private double Head(int task)
    {
        var head = Floor(task);
        var before = Machines.Before[task];
        if (before >= 0)
        {
            head = Math.Max(head, Finish[before]);
        }

        for (var k = _inStart[task]; k < _inStart[task + 1]; k++)
        {
            var arrival = Finish[_inOther[k]] + _transfers.In[k];
            head = arrival > head ? arrival : head;
        }

        return head;
    }

    private double TailAfter(int task)
    {
        var after = Machines.After[task];
        var tail = after >= 0 ? Tail[after] : 0;
        for (var k = _outStart[task]; k < _outStart[task + 1]; k++)
        {
            var rest = Tail[_outOther[k]] + _transfers.Out[k];
            tail = rest > tail ? rest : tail;
        }

        return tail;
    }

    private void RenewHead(int task)
    {
        Work++;
        var finish = Head(task) + _seconds[task];
        if (finish == Finish[task])
        {
            return;
        }

        Finish[task] = finish;
        if (Machines.After[task] is >= 0 and var after)
        {
            StaleHead(after);
        }

        for (var k = _outStart[task]; k < _outStart[task + 1]; k++)
        {
            StaleHead(_outOther[k]);
        }
    }

    private void RenewTail(int task)
    {
        Work++;
        var tail = TailAfter(task) + _seconds[task];
        if (tail == Tail[task])
        {
            return;
        }

        Tail[task] = tail;
        if (Machines.Before[task] is >= 0 and var before)
        {
            StaleTail(before);
        }

        for (var k = _inStart[task]; k < _inStart[task + 1]; k++)
        {
            StaleTail(_inOther[k]);
        }
    }

    private void StaleHead(int task) => _staleHeads.Add(Position[task]);

    private void StaleTail(int task) => _staleTails.Add(Position[task]);

    private void Stale(int task)
    {
        StaleHead(task);
        StaleTail(task);
    }

    /// <summary>A task has come or goes: what depends on it or on its transfers must be computed anew.</summary>
    private void StaleAround(int task)
    {
        Stale(task);
        if (Machines.After[task] is >= 0 and var after)
        {
            StaleHead(after);
        }

        if (Machines.Before[task] is >= 0 and var before)
        {
            StaleTail(before);
        }

        for (var k = _outStart[task]; k < _outStart[task + 1]; k++)
        {
            StaleHead(_outOther[k]);
        }

        for (var k = _inStart[task]; k < _inStart[task + 1]; k++)
        {
            StaleTail(_inOther[k]);
        }
    }
}
