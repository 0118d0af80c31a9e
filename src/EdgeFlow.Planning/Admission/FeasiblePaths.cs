using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Cheapest paths from one node to all others over the links that still have a given bandwidth (Dijkstra), in either
/// direction of the flow. Trees are kept in numbered slots, so that those of all neighbours of a task can be read
/// together. Not thread-safe.
/// </summary>
internal sealed class FeasiblePaths
{
    private readonly Residuals _left;
    private readonly Frontier _frontier;
    private readonly double[] _price;
    private readonly List<Slot> _slots = [];

    public FeasiblePaths(Residuals left, ResourcePrices prices)
    {
        _left = left;
        _frontier = new Frontier(left.Network.NodeCount);
        _price = prices.Link;
    }

    /// <summary>How many nodes a tree may reach.</summary>
    public int NodeCount => _left.Network.NodeCount;

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Grows the tree of a slot.</summary>
    /// <param name="slot">Number of the slot.</param>
    /// <param name="root">Node that all paths begin or end at.</param>
    /// <param name="bandwidth">Bit/s that every link passed must have left.</param>
    /// <param name="isFed">Whether data flow from the root (or to it).</param>
    /// <param name="most">How many nodes to settle at most, the nearest first.</param>
    /// <returns>
    /// Price of a bit a second from the root to each node; infinity where there is no way or none was settled.
    /// </returns>
    public double[] Grow(int slot, int root, long bandwidth, bool isFed, int most = int.MaxValue)
    {
        while (_slots.Count <= slot)
        {
            _slots.Add(new Slot(new double[_left.Network.NodeCount], new int[_left.Network.NodeCount]));
        }

        var network = _left.Network;
        var (cost, arrival) = (_slots[slot].Cost, _slots[slot].Arrival);
        var resources = isFed ? network.ArcResource : _left.Against;
        Array.Fill(cost, double.PositiveInfinity);
        Array.Fill(arrival, -1);
        cost[root] = 0;
        _frontier.Clear();
        _frontier.Offer(root, 0);
        for (var settled = 0; settled < most && _frontier.TryTake(out var u); settled++)
        {
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var r = resources[a];
                var next = cost[u] + _price[r];
                if (next < cost[network.ArcHead[a]] && _left.Bandwidth[r] >= bandwidth)
                {
                    (cost[network.ArcHead[a]], arrival[network.ArcHead[a]]) = (next, a);
                    _frontier.Offer(network.ArcHead[a], next);
                }
            }

            Work += network.ArcStart[u + 1] - network.ArcStart[u];
        }

        return cost;
    }

    /// <summary>The arcs from a node back to the root of a slot's tree, the node's own first.</summary>
    /// <returns>The arcs; empty when the node is the root.</returns>
    public int[] Path(int slot, int node)
    {
        var (arrival, tails) = (_slots[slot].Arrival, _left.Network.ArcTail);
        var hops = 0;
        for (var u = node; arrival[u] >= 0; u = tails[arrival[u]])
        {
            hops++;
        }

        var arcs = new int[hops];
        for (var (u, k) = (node, 0); arrival[u] >= 0; u = tails[arrival[u]])
        {
            arcs[k++] = arrival[u];
        }

        return arcs;
    }

    private sealed record Slot(double[] Cost, int[] Arrival);
}
