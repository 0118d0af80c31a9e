using System.Numerics;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// For every node, what is least of reaching some node over links at their costs and being there: Dijkstra's algorithm
/// from all nodes at once, each begun with the cost of being there. Work grows with arcs, not with pairs of nodes.
/// Immutable once grown.
/// </summary>
internal sealed class SpreadPaths
{
    private readonly IndexedNetwork _network;
    private readonly int[] _next;
    private readonly int[] _resource;

    /// <summary>Grows them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="there">Cost of being at each node; infinity where it may not be.</param>
    /// <param name="link">Cost of each link resource; infinity where it may not be passed.</param>
    /// <param name="isInward">Whether data flows from there to here; otherwise from here to there.</param>
    /// <param name="frontier">Room for the nodes that are open; empty before and after.</param>
    public SpreadPaths(IndexedNetwork network, double[] there, double[] link, bool isInward, Frontier frontier)
    {
        _network = network;
        Cost = [.. there];
        _next = new int[there.Length];
        _resource = new int[there.Length];
        Array.Fill(_next, -1);
        for (var u = 0; u < there.Length; u++)
        {
            if (double.IsFinite(there[u]))
            {
                frontier.Offer(u, there[u]);
            }
        }

        while (frontier.TryTake(out var u))
        {
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var v = network.ArcHead[a];
                var resource = isInward ? network.ArcResource[a]
                    : network.LinkResource(network.ArcLink[a], network.End[network.ArcLink[a]].A == v);
                var cost = Cost[u] + link[resource];
                if (cost < Cost[v])
                {
                    (Cost[v], _next[v], _resource[v]) = (cost, u, resource);
                    frontier.Offer(v, cost);
                }
            }
        }
    }

    /// <summary>The least cost from each node.</summary>
    public double[] Cost { get; }

    /// <summary>Counted work of growing them: arcs and steps of the heap.</summary>
    /// <param name="network">The network.</param>
    public static long WorkOn(IndexedNetwork network) =>
        network.ArcHead.Length + network.NodeCount * (long)BitOperations.Log2((uint)network.NodeCount + 1);

    /// <summary>Where the cheapest way from a node ends.</summary>
    /// <param name="here">The node, of finite cost.</param>
    /// <param name="passed">The link resources on the way are added to it.</param>
    public int End(int here, List<int> passed)
    {
        for (var hops = 0; _next[here] >= 0 && hops <= _network.NodeCount; hops++)
        {
            passed.Add(_resource[here]);
            here = _next[here];
        }

        return here;
    }
}
