using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Where the groups of one job are while they are moved about, with the routes of their flows and what both add to the
/// congestion. Mutable; owned by one <see cref="Descent"/>.
/// </summary>
internal sealed class TrialEmbedding
{
    private readonly Workspace _work;
    private readonly Congestion _congestion;
    private readonly PathTrees _trees;
    private readonly double _rate;
    private readonly double[] _added;
    private readonly int[] _stamp;
    private readonly List<int> _touched = [];
    private int _stampNow;

    /// <summary>Puts every group on its node and every flow on the cheapest path.</summary>
    /// <param name="work">The job.</param>
    /// <param name="congestion">What the others use; changed to include this job.</param>
    /// <param name="trees">Paths at the prices in force.</param>
    /// <param name="rate">Rate at which the job is embedded.</param>
    /// <param name="node">Node of each group; memory need not fit yet.</param>
    public TrialEmbedding(Workspace work, Congestion congestion, PathTrees trees, double rate, int[] node)
    {
        (_work, _congestion, _trees, _rate) = (work, congestion, trees, rate);
        Node = [.. node];
        Routes = new IndexedRoute?[work.Job.Flows.Length];
        Free = [.. work.Free];
        _added = new double[work.Network.Capacity.Length];
        _stamp = new int[work.Network.Capacity.Length];
        for (var g = 0; g < Node.Length; g++)
        {
            Free[Node[g]] -= work.Groups.Memory[g];
            AddCompute(g, +1);
        }

        for (var f = 0; f < Routes.Length; f++)
        {
            Route(f);
        }
    }

    /// <summary>Node of each group.</summary>
    public int[] Node { get; }

    /// <summary>Route of each flow; null where there is no path.</summary>
    public IndexedRoute?[] Routes { get; }

    /// <summary>Memory free on each node, in bytes; negative while it does not fit.</summary>
    public long[] Free { get; }

    /// <summary>Counted work: resources looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Whether a group may be on a node beside the groups it must be apart from.</summary>
    public bool IsApart(int g, int node) =>
        Array.TrueForAll(
            _work.Groups.Apart, p => (p.A != g || Node[p.B] != node) && (p.B != g || Node[p.A] != node));

    /// <summary>Resources that a group and its flows use now are added to a set.</summary>
    public void CollectUse(int g, ISet<int> resources)
    {
        resources.Add(Node[g]);
        foreach (var f in _work.Neighbours[g])
        {
            resources.UnionWith(Routes[f]?.Resources ?? []);
        }
    }

    /// <summary>Takes a group and its flows off.</summary>
    public void Lift(int g)
    {
        Free[Node[g]] += _work.Groups.Memory[g];
        AddCompute(g, -1);
        foreach (var f in _work.Neighbours[g])
        {
            if (Routes[f] is { } route)
            {
                AddRoute(route, _work.Job.Flows[f].Bits, -1);
            }
        }
    }

    /// <summary>Puts a lifted group on a node, its flows on the cheapest paths at the prices in force.</summary>
    public void Drop(int g, int node)
    {
        var same = node == Node[g];
        Node[g] = node;
        Free[node] -= _work.Groups.Memory[g];
        AddCompute(g, +1);
        foreach (var f in _work.Neighbours[g])
        {
            if (!same)
            {
                Route(f);
            }
            else if (Routes[f] is { } route)
            {
                AddRoute(route, _work.Job.Flows[f].Bits, +1);
            }
        }
    }

    /// <summary>Rise of the potential with a lifted group on a node, its flows on the cheapest paths at the prices in
    /// force.</summary>
    /// <param name="g">The group.</param>
    /// <param name="node">The node.</param>
    /// <param name="limit">What it costs elsewhere: when computing alone costs as much, the flows are not looked
    /// at.</param>
    public double PriceAt(int g, int node, double limit)
    {
        _stampNow++;
        _touched.Clear();
        var price = Prices.Compute(_work, _congestion, _rate, g, node);
        if (price >= limit)
        {
            Work++;
            return price;
        }

        foreach (var f in _work.Neighbours[g])
        {
            var flow = _work.Job.Flows[f];
            var from = _work.Groups.Of[flow.From] == g ? node : Node[_work.Groups.Of[flow.From]];
            var to = _work.Groups.Of[flow.To] == g ? node : Node[_work.Groups.Of[flow.To]];
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
            price += _congestion.Price(r, _rate * _added[r]) + (_work.Tolls?.Bit(r) * _rate * _added[r] ?? 0);
        }

        Work += 1 + _touched.Count;
        return price;
    }

    private void Route(int f)
    {
        var flow = _work.Job.Flows[f];
        Routes[f] = _trees.Path(Node[_work.Groups.Of[flow.From]], Node[_work.Groups.Of[flow.To]]);
        if (Routes[f] is { } route)
        {
            AddRoute(route, flow.Bits, +1);
        }
    }

    private void AddCompute(int g, int sign)
    {
        if (_work.Network.SharedCompute)
        {
            _congestion.Fill[Node[g]] += sign * _congestion.Part(Node[g], _rate * _work.Seconds[g][Node[g]]);
        }
    }

    /// <summary>Adds a flow to the links of a route, or takes it off (sign -1).</summary>
    public void AddRoute(IndexedRoute route, double bits, int sign)
    {
        foreach (var r in route.Resources)
        {
            _congestion.Fill[r] += sign * _congestion.Part(r, _rate * bits);
        }
    }
}
