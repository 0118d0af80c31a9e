using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Improves an embedding by moving one group at a time, with its flows, to the node where the potential falls most, and
/// by routing each flow anew at its true marginal price. Keeps memory and anti-affinity. Work is bounded by
/// <see cref="MaxSweeps"/>.
/// </summary>
internal sealed class Descent
{
    /// <summary>Most sweeps over all groups.</summary>
    public const int MaxSweeps = 8;

    private const double LeastGain = 1e-9;

    private readonly Workspace _work;
    private readonly Congestion _congestion;
    private readonly PathTrees _trees;
    private readonly double _rate;
    private readonly int[] _node;
    private readonly IndexedRoute?[] _routes;
    private readonly long[] _free;
    private readonly double[] _added;
    private readonly int[] _stamp;
    private readonly List<int> _touched = [];
    private int _stampNow;

    /// <summary>Starts from a placement of the groups.</summary>
    /// <param name="work">The job.</param>
    /// <param name="congestion">What the others use; changed to include this job.</param>
    /// <param name="trees">Paths at the prices in force.</param>
    /// <param name="rate">Rate at which the job is embedded.</param>
    /// <param name="node">Node of each group; memory need not fit yet.</param>
    public Descent(Workspace work, Congestion congestion, PathTrees trees, double rate, int[] node)
    {
        (_work, _congestion, _trees, _rate) = (work, congestion, trees, rate);
        _node = [.. node];
        _routes = new IndexedRoute?[work.Job.Flows.Length];
        _free = [.. work.Free];
        _added = new double[work.Network.Capacity.Length];
        _stamp = new int[work.Network.Capacity.Length];
        for (var g = 0; g < _node.Length; g++)
        {
            _free[_node[g]] -= work.Groups.Memory[g];
            AddCompute(g, +1);
        }

        for (var f = 0; f < _routes.Length; f++)
        {
            Route(f);
        }
    }

    /// <summary>Counted work: resources looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Moves groups off nodes whose memory does not hold them.</summary>
    /// <returns>Whether all memory fits now.</returns>
    public bool RepairMemory()
    {
        for (var u = 0; u < _free.Length; u++)
        {
            while (_free[u] < 0)
            {
                // Small groups first keep most of the placement; a group that alone frees enough is best of all.
                var movable = Enumerable.Range(0, _node.Length)
                    .Where(g => _node[g] == u && _work.Groups.Memory[g] > 0)
                    .OrderBy(g => _free[u] + _work.Groups.Memory[g] < 0).ThenBy(g => _work.Groups.Memory[g]);
                if (!movable.Any(g => TryMove(g, mustLeave: true)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Sweeps until nothing moves.</summary>
    /// <param name="mayMove">Which groups may move.</param>
    public void Improve(Func<int, bool> mayMove)
    {
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var moved = false;
            for (var g = 0; g < _node.Length; g++)
            {
                moved |= mayMove(g) && _work.Groups.Nodes[g].Length > 1 && TryMove(g, mustLeave: false);
            }

            if (!moved)
            {
                return;
            }
        }
    }

    /// <summary>Routes every flow anew, the largest first, at the price that its own data would meet.</summary>
    /// <param name="paths">A search of its own, whose prices are set here.</param>
    public void Reroute(PathTrees paths)
    {
        var largestFirst = Enumerable.Range(0, _routes.Length)
            .OrderByDescending(f => _work.Job.Flows[f].Bits).ThenBy(f => f);
        foreach (var f in largestFirst)
        {
            if (_routes[f] is not { Links.Length: > 0 } old)
            {
                continue;
            }

            var bits = _work.Job.Flows[f].Bits;
            AddRoute(old, bits, -1);
            var price = LinkPrices(_work.Network, _congestion, _rate, Math.Max(1, bits));
            paths.SetPrices(price);
            var better = paths.Path(old.Nodes[0], old.Nodes[^1]) ?? old;
            _routes[f] = Cost(better) < Cost(old) * (1 - LeastGain) ? better : old;
            AddRoute(_routes[f]!, bits, +1);

            double Cost(IndexedRoute route) => route.Resources.Sum(r => price[r]);
        }
    }

    /// <summary>The embedding as it is now, or null when some flow has no route.</summary>
    public Embedding? Result()
    {
        if (Array.Exists(_routes, r => r is null))
        {
            return null;
        }

        // Flows within a group are not touched when it moves.
        int[] node = [.. _work.Groups.Of.Select(g => _node[g])];
        return new Embedding(node, [.. _routes.Zip(_work.Job.Flows, (route, flow) =>
            node[flow.From] == node[flow.To] ? IndexedRoute.Within(node[flow.To]) : route)]);
    }

    /// <summary>Price a bit of each link for a flow of the given size; a tiny price a hop keeps idle paths
    /// short.</summary>
    public static double[] LinkPrices(IndexedNetwork network, Congestion congestion, double rate, double bits)
    {
        var price = new double[network.Capacity.Length];
        for (var r = network.NodeCount; r < price.Length; r++)
        {
            price[r] = (congestion.Price(r, rate * bits) + 1e-12) / bits;
        }

        return price;
    }

    /// <summary>Price of computing a group on a node, on top of what is there.</summary>
    public static double ComputePrice(Workspace work, Congestion congestion, double rate, int group, int node) =>
        work.Network.SharedCompute
            ? congestion.Price(node, rate * work.Seconds[group][node])
            : work.Groups.Members[group].Count * Congestion.Potential(rate * work.Seconds[group][node]);

    private bool TryMove(int g, bool mustLeave)
    {
        var from = _node[g];
        Lift(g);
        var stay = mustLeave ? double.PositiveInfinity : PriceAt(g, from);
        var (best, at) = (stay, from);
        foreach (var u in _work.Groups.Nodes[g])
        {
            if (u == from || _free[u] < _work.Groups.Memory[g] || !IsApart(g, u))
            {
                continue;
            }

            var price = PriceAt(g, u);
            if (price < best * (1 - LeastGain) || (double.IsPositiveInfinity(best) && price < best))
            {
                (best, at) = (price, u);
            }
        }

        Drop(g, at);
        return at != from;
    }

    private void Lift(int g)
    {
        _free[_node[g]] += _work.Groups.Memory[g];
        AddCompute(g, -1);
        foreach (var f in _work.Neighbours[g])
        {
            if (_routes[f] is { } route)
            {
                AddRoute(route, _work.Job.Flows[f].Bits, -1);
            }
        }
    }

    private void Drop(int g, int node)
    {
        var same = node == _node[g];
        _node[g] = node;
        _free[node] -= _work.Groups.Memory[g];
        AddCompute(g, +1);
        foreach (var f in _work.Neighbours[g])
        {
            if (!same)
            {
                Route(f);
            }
            else if (_routes[f] is { } route)
            {
                AddRoute(route, _work.Job.Flows[f].Bits, +1);
            }
        }
    }

    /// <summary>Rise of the potential with a lifted group on a node, its flows on the cheapest paths at the prices in
    /// force.</summary>
    private double PriceAt(int g, int node)
    {
        _stampNow++;
        _touched.Clear();
        var price = ComputePrice(_work, _congestion, _rate, g, node);
        foreach (var f in _work.Neighbours[g])
        {
            var flow = _work.Job.Flows[f];
            var from = _work.Groups.Of[flow.From] == g ? node : _node[_work.Groups.Of[flow.From]];
            var to = _work.Groups.Of[flow.To] == g ? node : _node[_work.Groups.Of[flow.To]];
            var arrival = _trees.Arrivals(from);
            for (var u = to; u != from; u = _work.Network.ArcTail[arrival[u]])
            {
                if (arrival[u] < 0)
                {
                    return double.PositiveInfinity;
                }

                var r = _work.Network.ArcResource[arrival[u]];
                if (_stamp[r] != _stampNow)
                {
                    (_stamp[r], _added[r]) = (_stampNow, 0);
                    _touched.Add(r);
                }

                _added[r] += flow.Bits;
            }
        }

        foreach (var r in _touched)
        {
            price += _congestion.Price(r, _rate * _added[r]);
        }

        Work += 1 + _touched.Count;
        return price;
    }

    private bool IsApart(int g, int node) =>
        Array.TrueForAll(_work.Groups.Apart, p => (p.A != g || _node[p.B] != node) && (p.B != g || _node[p.A] != node));

    private void Route(int f)
    {
        var flow = _work.Job.Flows[f];
        _routes[f] = _trees.Path(_node[_work.Groups.Of[flow.From]], _node[_work.Groups.Of[flow.To]]);
        if (_routes[f] is { } route)
        {
            AddRoute(route, flow.Bits, +1);
        }
    }

    private void AddCompute(int g, int sign)
    {
        if (_work.Network.SharedCompute)
        {
            _congestion.Fill[_node[g]] += sign * _congestion.Part(_node[g], _rate * _work.Seconds[g][_node[g]]);
        }
    }

    private void AddRoute(IndexedRoute route, double bits, int sign)
    {
        foreach (var r in route.Resources)
        {
            _congestion.Fill[r] += sign * _congestion.Part(r, _rate * bits);
        }
    }
}
