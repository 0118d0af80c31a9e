using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Planning.Verification;

/// <summary>
/// The arithmetic of a lower bound of the makespan, done plainly: see
/// <see cref="Scheduling.Bounds.MakespanBounds"/> for the argument. Dictionaries and lists in place of tables.
/// </summary>
internal sealed class BoundArithmetic
{
    private readonly ScheduleProblem _problem;
    private readonly Dictionary<(int Task, int Node), double> _head = [];
    private readonly Dictionary<(int Task, int Node), double> _tail = [];

    public BoundArithmetic(ScheduleProblem problem)
    {
        _problem = problem;
        var (into, outOf) = (problem.Edges.ToLookup(e => e.To), problem.Edges.ToLookup(e => e.From));
        var left = Enumerable.Range(0, problem.TaskCount).ToDictionary(t => t, t => into[t].Count());
        var order = new List<int>(left.Where(p => p.Value == 0).Select(p => p.Key).Order());
        for (var k = 0; k < order.Count; k++)
        {
            order.AddRange(outOf[order[k]].Where(e => --left[e.To] == 0).Select(e => e.To));
        }

        foreach (var t in order)
        {
            ForEachNode(u => _head[(t, u)] = Math.Max(Floor(t, u), Least(
                u, [.. into[t].Select(e => (e.From, e.Data))], _head, (v, data) => Transfer(data, v, u))));
        }

        order.Reverse();
        foreach (var t in order)
        {
            ForEachNode(u => _tail[(t, u)] = Least(
                u, [.. outOf[t].Select(e => (e.To, e.Data))], _tail, (v, data) => Transfer(data, u, v)));
        }
    }

    /// <summary>The longest compulsory way.</summary>
    public double Path => Tasks.Select(t => Nodes.Select(u => _head[(t, u)] + Seconds(t, u) + _tail[(t, u)])
        .DefaultIfEmpty(double.PositiveInfinity).Min()).DefaultIfEmpty(0).Max();

    private IEnumerable<int> Tasks => Enumerable.Range(0, _problem.TaskCount);

    private IEnumerable<int> Nodes => Enumerable.Range(0, _problem.NodeCount);

    /// <summary>The bound by the load of the tasks that start no earlier than <paramref name="since"/> and leave at
    /// least <paramref name="rest"/>.</summary>
    public double Area(double since, double rest, IReadOnlyList<double> prices)
    {
        var members = Tasks.Where(t => Nodes.Min(u => _head[(t, u)]) >= since * (1 - ScheduleCheck.Tolerance)
            && Nodes.Min(u => _tail[(t, u)]) >= rest * (1 - ScheduleCheck.Tolerance)).ToList();
        var load = members.Sum(t => Nodes.Where(u => double.IsFinite(Seconds(t, u)))
            .Min(u => prices[u] * Seconds(t, u)));
        var latest = Path - rest;
        return members.Count == 0 ? 0
            : rest + load + Nodes.Sum(u => prices[u] * Math.Max(since, Math.Min(_problem.Network.Ready[u], latest)));
    }

    private void ForEachNode(Action<int> action)
    {
        foreach (var u in Nodes)
        {
            action(u);
        }
    }

    private double Seconds(int task, int node) => _problem.Seconds[task * _problem.NodeCount + node];

    private double Transfer(double data, int from, int to) =>
        _problem.Network.Delay[from * _problem.NodeCount + to]
        + data * _problem.Network.SecondsPerUnit[from * _problem.NodeCount + to];

    private double Floor(int task, int node) => Math.Max(
        _problem.Network.Ready[node], _problem.Release is { } r ? r[task * _problem.NodeCount + node] : 0);

    /// <summary>The least time that the neighbours leave, whichever of them are on the same node.</summary>
    private double Least(
        int node, List<(int Task, double Data)> neighbours, Dictionary<(int, int), double> times,
        Func<int, double, double> transfer)
    {
        var remote = neighbours.Select(n => (n.Task, Arrival: Nodes.Where(v => v != node)
                .Select(v => times[(n.Task, v)] + Seconds(n.Task, v) + transfer(v, n.Data))
                .DefaultIfEmpty(double.PositiveInfinity).Min()))
            .OrderByDescending(n => n.Arrival).ToList();
        var best = double.PositiveInfinity;
        var here = new List<int>();
        for (var k = 0; k <= remote.Count; k++)
        {
            var end = 0.0;
            foreach (var t in here.OrderBy(t => times[(t, node)]))
            {
                end = Math.Max(end, times[(t, node)]) + Seconds(t, node);
            }

            best = Math.Min(best, Math.Max(k < remote.Count ? remote[k].Arrival : 0, end));
            if (end >= best)
            {
                // More tasks on the node only end later.
                return best;
            }

            if (k < remote.Count && !here.Contains(remote[k].Task))
            {
                here.Add(remote[k].Task);
            }
        }

        return best;
    }
}
