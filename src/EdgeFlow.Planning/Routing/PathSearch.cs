using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Routing;

/// <summary>
/// The cheapest path of one flow at its true marginal price, when it must be cheaper than the one it has: Dijkstra that
/// prices a link when it meets it and goes no further than the price of the path in force. Not thread-safe.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="tolls">What links take of the job's budget; null when it has none.</param>
internal sealed class PathSearch(IndexedNetwork network, Tolls? tolls = null)
{
    private readonly double[] _cost = new double[network.NodeCount];
    private readonly int[] _arrival = new int[network.NodeCount];
    private readonly int[] _metAt = new int[network.NodeCount];
    private readonly double[] _price = new double[network.Capacity.Length];
    private readonly int[] _pricedAt = new int[network.Capacity.Length];
    private readonly Frontier _frontier = new(network.NodeCount);
    private Congestion? _congestion;
    private double _rate;
    private double _bits;
    private int _now;

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Finds a cheaper path.</summary>
    /// <param name="congestion">What all others use, without this flow.</param>
    /// <param name="rate">Rate of the job.</param>
    /// <param name="bits">Data of the flow a frame, at least 1.</param>
    /// <param name="old">The path in force.</param>
    /// <param name="gain">Part of the old price that must be saved.</param>
    /// <returns>The cheapest path if it saves so much, else the old one.</returns>
    public IndexedRoute Cheaper(Congestion congestion, double rate, double bits, IndexedRoute old, double gain)
    {
        (_congestion, _rate, _bits) = (congestion, rate, bits);
        _now++;
        var limit = 0.0;
        foreach (var r in old.Resources)
        {
            limit += Price(r);
        }

        var (source, target) = (old.Nodes[0], old.Nodes[^1]);
        return Reaches(source, target, limit * (1 - gain)) ? Trace(source, target) : old;
    }

    private bool Reaches(int source, int target, double limit)
    {
        _frontier.Clear();
        Meet(source, 0, -1);
        while (_frontier.TryTake(out var u))
        {
            if (u == target)
            {
                return true;
            }

            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var v = network.ArcHead[a];
                var next = _cost[u] + Price(network.ArcResource[a]);
                if (next < limit && (_metAt[v] != _now || next < _cost[v]))
                {
                    Meet(v, next, a);
                }
            }

            Work += network.ArcStart[u + 1] - network.ArcStart[u];
        }

        return false;
    }

    private void Meet(int node, double cost, int arc)
    {
        (_cost[node], _arrival[node], _metAt[node]) = (cost, arc, _now);
        _frontier.Offer(node, cost);
    }

    private double Price(int resource)
    {
        if (_pricedAt[resource] != _now)
        {
            _pricedAt[resource] = _now;
            _price[resource] = Prices.Link(_congestion!, resource, _rate, _bits, tolls);
        }

        return _price[resource];
    }

    private IndexedRoute Trace(int source, int target)
    {
        var hops = 0;
        for (var u = target; u != source; u = network.ArcTail[_arrival[u]])
        {
            hops++;
        }

        var (nodes, links, resources) = (new int[hops + 1], new int[hops], new int[hops]);
        nodes[hops] = target;
        for (var u = target; u != source; u = nodes[hops])
        {
            var arc = _arrival[u];
            hops--;
            (nodes[hops], links[hops], resources[hops]) =
                (network.ArcTail[arc], network.ArcLink[arc], network.ArcResource[arc]);
        }

        return new IndexedRoute(nodes, links, resources);
    }
}
