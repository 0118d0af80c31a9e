namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Prices by which embeddings of one request are compared: a bit a second costs 1 on an idle link and up to 1 + κ on a
/// full one, so that hops count first and the emptier of equal paths is taken; a node costs the κ-fold of what is held
/// of it, at the mean capacity of a link. They stay while a request is searched for. Mutable; one owner.
/// </summary>
internal sealed class ResourcePrices
{
    /// <summary>Weight κ of fill.</summary>
    public const double Kappa = 0.3;

    private readonly Residuals _left;
    private readonly double _nodeWeight;

    public ResourcePrices(Residuals left)
    {
        _left = left;
        Link = new double[left.Network.Capacity.Length];
        Node = new double[left.Network.NodeCount];
        var links = left.Network.Capacity.AsSpan(left.Network.NodeCount);
        foreach (var capacity in links)
        {
            _nodeWeight += Kappa * capacity / links.Length;
        }
    }

    /// <summary>Price of a bit a second on each resource that is a link's.</summary>
    public double[] Link { get; }

    /// <summary>Price of each whole node.</summary>
    public double[] Node { get; }

    /// <summary>Sets the prices from what is left now.</summary>
    public void Set()
    {
        for (var r = Node.Length; r < Link.Length; r++)
        {
            var fill = Fill(r);
            Link[r] = 1 + Kappa * fill * fill;
        }

        for (var u = 0; u < Node.Length; u++)
        {
            var fill = 1 - Math.Clamp((double)_left.Compute[u] / FixedDemand.WholeNode, 0, 1);
            Node[u] = _nodeWeight * fill * fill;
        }
    }

    /// <summary>Part of a link's capacity that is held, 0 to 1.</summary>
    public double Fill(int resource) =>
        1 - Math.Clamp(_left.Bandwidth[resource] / Math.Max(1, _left.Network.Capacity[resource]), 0, 1);
}
