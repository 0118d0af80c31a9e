using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Routing;

/// <summary>
/// Cheapest paths under prices of links (Dijkstra), one tree for each source that is asked for, kept until the prices
/// change. Ties go to the arc met first, which is the one of lowest node, then link. Not thread-safe.
/// </summary>
internal sealed class PathTrees(IndexedNetwork network)
{
    private readonly double[]?[] _cost = new double[network.NodeCount][];
    private readonly int[]?[] _arrival = new int[network.NodeCount][];
    private readonly bool[] _known = new bool[network.NodeCount];
    private readonly Frontier _frontier = new(network.NodeCount);
    private double[] _price = [];

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Sets the price of each resource and forgets all trees.</summary>
    public void SetPrices(double[] price)
    {
        _price = price;
        Array.Clear(_known);
    }

    /// <summary>Cost from a source to every node; infinity where there is no path.</summary>
    public double[] Costs(int source)
    {
        if (!_known[source])
        {
            Grow(source);
            _known[source] = true;
        }

        return _cost[source]!;
    }

    /// <summary>The cheapest path, or null when there is none.</summary>
    public IndexedRoute? Path(int source, int target)
    {
        if (source == target)
        {
            return IndexedRoute.Within(source);
        }

        if (double.IsPositiveInfinity(Costs(source)[target]))
        {
            return null;
        }

        var arrival = _arrival[source]!;
        var hops = 0;
        for (var u = target; u != source; u = network.ArcTail[arrival[u]])
        {
            hops++;
        }

        var (nodes, links, resources) = (new int[hops + 1], new int[hops], new int[hops]);
        nodes[hops] = target;
        for (var u = target; u != source; u = nodes[hops])
        {
            var arc = arrival[u];
            hops--;
            (nodes[hops], links[hops], resources[hops]) =
                (network.ArcTail[arc], network.ArcLink[arc], network.ArcResource[arc]);
        }

        return new IndexedRoute(nodes, links, resources);
    }

    /// <summary>The arcs by which the tree of a source reaches each node; -1 where it does not. Walk with the arcs'
    /// tails.</summary>
    public int[] Arrivals(int source)
    {
        _ = Costs(source);
        return _arrival[source]!;
    }

    private void Grow(int source)
    {
        var cost = _cost[source] ??= new double[network.NodeCount];
        var arrival = _arrival[source] ??= new int[network.NodeCount];
        Array.Fill(cost, double.PositiveInfinity);
        Array.Fill(arrival, -1);
        cost[source] = 0;
        _frontier.Clear();
        _frontier.Offer(source, 0);
        while (_frontier.TryTake(out var u))
        {
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var v = network.ArcHead[a];
                var next = cost[u] + _price[network.ArcResource[a]];
                if (next < cost[v])
                {
                    (cost[v], arrival[v]) = (next, a);
                    _frontier.Offer(v, next);
                }
            }

            Work += network.ArcStart[u + 1] - network.ArcStart[u];
        }
    }
}
