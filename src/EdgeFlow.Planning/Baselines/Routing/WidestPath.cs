using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>The path whose narrowest link is widest, by Dijkstra's algorithm on widths.</summary>
internal static class WidestPath
{
    /// <summary>The width of that path, 0 when there is none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bandwidth">Bandwidth of each resource.</param>
    /// <param name="from">Where from.</param>
    /// <param name="to">Where to.</param>
    public static double Width(IndexedNetwork network, double[] bandwidth, int from, int to)
    {
        var width = new double[network.NodeCount];
        width[from] = double.PositiveInfinity;
        var open = new Frontier(network.NodeCount);
        open.Offer(from, double.NegativeInfinity);
        while (open.TryTake(out var u) && u != to)
        {
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var next = Math.Min(width[u], bandwidth[network.ArcResource[a]]);
                if (next > width[network.ArcHead[a]])
                {
                    width[network.ArcHead[a]] = next;
                    open.Offer(network.ArcHead[a], -next);
                }
            }
        }

        return width[to];
    }
}
