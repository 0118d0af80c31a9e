using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>Prices at a state of congestion.</summary>
internal static class Prices
{
    /// <summary>Price a bit of each link for a flow of the given size; a tiny price a hop keeps idle paths
    /// short.</summary>
    public static double[] Links(
        IndexedNetwork network, Congestion congestion, double rate, double bits, Tolls? tolls = null)
    {
        var price = new double[network.Capacity.Length];
        for (var r = network.NodeCount; r < price.Length; r++)
        {
            price[r] = Link(congestion, r, rate, bits, tolls);
        }

        return price;
    }

    /// <summary>Price a bit of one link for a flow of the given size.</summary>
    public static double Link(Congestion congestion, int resource, double rate, double bits, Tolls? tolls = null) =>
        (congestion.Price(resource, rate * bits) + 1e-12) / bits + (tolls is null ? 0 : rate * tolls.Bit(resource));

    /// <summary>Price of computing a group on a node, on top of what is there.</summary>
    public static double Compute(Workspace work, Congestion congestion, double rate, int group, int node) =>
        Toll(work, rate, group, node) + (work.Network.SharedCompute
            ? congestion.Price(node, rate * work.Seconds[group][node])
            : work.Groups.Members[group].Count * Congestion.Potential(rate * work.Seconds[group][node]));

    /// <summary>What computing a group on a node takes of the job's budget, at the multiplier in force.</summary>
    public static double Toll(Workspace work, double rate, int group, int node) =>
        work.Tolls?.Compute(node, rate * work.Seconds[group][node]) ?? 0;
}
