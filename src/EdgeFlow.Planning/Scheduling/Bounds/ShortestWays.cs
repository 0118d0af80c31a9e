using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// Of all ways from a node to another the least delay and the widest capacity, each for itself: no route has less of
/// the one nor more of the other. Immutable.
/// </summary>
internal sealed class ShortestWays
{
    /// <summary>Looks at all pairs.</summary>
    public ShortestWays(IndexedNetwork network)
    {
        var nodes = network.NodeCount;
        (Delay, Capacity) = (new double[nodes * nodes], new double[nodes * nodes]);
        var (closest, widest) = (new PriorityQueue<int, double>(), new PriorityQueue<int, double>());
        for (var u = 0; u < nodes; u++)
        {
            Array.Fill(Delay, double.PositiveInfinity, u * nodes, nodes);
            (Delay[u * nodes + u], Capacity[u * nodes + u]) = (0, double.PositiveInfinity);
            closest.Enqueue(u, 0);
            widest.Enqueue(u, double.NegativeInfinity);
            Spread(network, closest, Delay.AsSpan(u * nodes, nodes), (at, a) => at + DelayOf(network, a));
            Spread(network, widest, Capacity.AsSpan(u * nodes, nodes), (at, a) =>
                Math.Min(at, network.Capacity[network.ArcResource[a]]), isWide: true);
        }
    }

    /// <summary>Seconds, at <c>[u * nodes + v]</c>; infinity where there is no way.</summary>
    public double[] Delay { get; }

    /// <summary>Bit/s, at <c>[u * nodes + v]</c>; 0 where there is no way, infinity within a node.</summary>
    public double[] Capacity { get; }

    private static double DelayOf(IndexedNetwork network, int arc) =>
        network.Links[network.LinkOfResource(network.ArcResource[arc])].Delay.Value / 1000;

    private static void Spread(
        IndexedNetwork network, PriorityQueue<int, double> frontier, Span<double> value,
        Func<double, int, double> along, bool isWide = false)
    {
        while (frontier.TryDequeue(out var u, out var key))
        {
            if (key > (isWide ? -value[u] : value[u]))
            {
                continue;
            }

            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var (v, next) = (network.ArcHead[a], along(value[u], a));
                if (isWide ? next > value[v] : next < value[v])
                {
                    value[v] = next;
                    frontier.Enqueue(v, isWide ? -next : next);
                }
            }
        }
    }
}
