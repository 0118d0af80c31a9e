using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The highest rate at which <see cref="CheapestEmbedding"/> still counts an embedding as possible: each group, each
/// flow, two groups that exchange data on a node, and groups that are alike together. What an embedding can truly do
/// may be less; what its flows take of a link together is left to the prices. Stateless.
/// </summary>
internal static class EmbeddingLimit
{
    /// <summary>Finds it, in frames a second; infinity where nothing limits.</summary>
    /// <param name="jobClass">The class.</param>
    /// <param name="node">Node of each group.</param>
    /// <param name="routes">Route of each counted flow.</param>
    public static double Of(JobClass jobClass, int[] node, IndexedRoute?[] routes)
    {
        var limit = double.PositiveInfinity;
        for (var g = 0; g < node.Length; g++)
        {
            limit = Math.Min(limit, RateOf(jobClass.Seconds[g][node[g]]));
        }

        foreach (var f in jobClass.CountedFlows())
        {
            var (from, to) = jobClass.Ends(f);
            var bits = jobClass.Job.Flows[f].Bits;
            foreach (var r in bits > 0 ? routes[f]?.Resources ?? [] : [])
            {
                limit = Math.Min(limit, jobClass.Network.Capacity[r] / bits);
            }

            if (jobClass.Network.SharedCompute && node[from] == node[to])
            {
                limit = Math.Min(
                    limit, RateOf(jobClass.Seconds[from][node[from]] + jobClass.Seconds[to][node[to]]));
            }
        }

        foreach (var unit in jobClass.Units.Where(u => u.Length > 1))
        {
            limit = Math.Min(limit, OfAlike(jobClass, unit, node));
        }

        return limit;
    }

    /// <summary>The limit of groups that are alike: see <see cref="UnitRoom"/>.</summary>
    private static double OfAlike(JobClass jobClass, int[] unit, int[] node)
    {
        var limit = double.PositiveInfinity;
        var neighbours = Neighbours(jobClass, unit[0]);
        foreach (var here in unit.GroupBy(g => node[g]))
        {
            var (u, count) = (here.Key, here.Count());
            var seconds = count * jobClass.Seconds[unit[0]][u]
                + neighbours.Keys.Where(n => node[n] == u).Sum(n => jobClass.Seconds[n][u]);
            limit = jobClass.Network.SharedCompute ? Math.Min(limit, RateOf(seconds)) : limit;
            foreach (var (_, bits) in neighbours.Where(n => node[n.Key] != u))
            {
                limit = Math.Min(limit, RateOfSlots(jobClass.Network, u, bits, count));
            }
        }

        foreach (var (n, bits) in neighbours)
        {
            limit = Math.Min(
                limit, RateOfSlots(jobClass.Network, node[n], bits, unit.Count(g => node[g] != node[n])));
        }

        return limit;
    }

    /// <summary>The neighbours of a group, with the bits of the largest flow between them.</summary>
    private static SortedDictionary<int, double> Neighbours(JobClass jobClass, int group)
    {
        var bits = new SortedDictionary<int, double>();
        foreach (var f in jobClass.CountedFlows())
        {
            var (from, to) = jobClass.Ends(f);
            if (from == group || to == group)
            {
                var other = from == group ? to : from;
                bits[other] = Math.Max(bits.GetValueOrDefault(other), jobClass.Job.Flows[f].Bits);
            }
        }

        return bits;
    }

    /// <summary>The highest rate at which so many flows of a size pass a node's links, each whole.</summary>
    private static double RateOfSlots(IndexedNetwork network, int node, double bits, int flows)
    {
        if (bits <= 0 || flows == 0)
        {
            return double.PositiveInfinity;
        }

        var rates = Enumerable.Range(network.ArcStart[node], network.ArcStart[node + 1] - network.ArcStart[node])
            .SelectMany(a => Enumerable.Range(1, flows).Select(n => network.Capacity[network.ArcResource[a]] / n))
            .OrderDescending().Take(flows).ToList();
        return rates.Count < flows ? 0 : rates[^1] / bits;
    }

    private static double RateOf(double seconds) => seconds > 0 ? 1 / seconds : double.PositiveInfinity;
}
