namespace EdgeFlow.Planning.Admission;

/// <summary>Where to begin: the group that exchanges most, and its nodes in the order of an optimistic price.</summary>
internal sealed class RequestStarts(Residuals left, FixedDemand demand, Hosting hosting, ResourcePrices prices)
{
    // What a flow is said to cost a bit where no link of its own is left for it: two idle hops.
    private const double Detour = 2;

    private readonly List<(long Left, double Price)> _around = [];

    /// <summary>The first group: a pinned one before others, then the one of most volume.</summary>
    public int First() => Enumerable.Range(0, demand.Groups.Count)
        .OrderBy(g => demand.Groups.Nodes[g].Length > 1).ThenByDescending(g => demand.Volume[g]).ThenBy(g => g).First();

    /// <summary>The nodes that a group fits on, the most promising first.</summary>
    public int[] Nodes(int group)
    {
        var fitting = demand.Groups.Nodes[group].Where(u => hosting.Fits(group, u)).ToArray();
        var price = Array.ConvertAll(fitting, u => Price(group, u));
        Array.Sort([.. price.Zip(fitting)], fitting);
        return fitting;
    }

    /// <summary>The price of a group with each of its flows on a link of its own, largest to emptiest, and a detour
    /// where that has no room.</summary>
    private double Price(int group, int node)
    {
        var network = left.Network;
        _around.Clear();
        for (var a = network.ArcStart[node]; a < network.ArcStart[node + 1]; a++)
        {
            _around.Add((left.Bandwidth[network.ArcResource[a]], prices.Link[network.ArcResource[a]]));
        }

        _around.Sort((x, y) => y.CompareTo(x));
        var (price, next) = (hosting.NodeCost(group, node), 0);
        foreach (var f in demand.Incident[group])
        {
            var fits = next < _around.Count && _around[next].Left >= demand.Bandwidth[f];
            price += demand.Bandwidth[f] * (fits ? _around[next].Price : Detour);
            next += fits ? 1 : 0;
        }

        return price;
    }
}
