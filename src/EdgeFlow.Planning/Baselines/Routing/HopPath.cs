namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>A simple path in the making of <see cref="HopPaths"/>.</summary>
/// <param name="Nodes">The nodes passed.</param>
/// <param name="Links">The links between them.</param>
/// <param name="Deviation">The position at which it left the path that it was made from.</param>
internal sealed record HopPath(int[] Nodes, int[] Links, int Deviation)
{
    /// <summary>By hops, then nodes, then links.</summary>
    public static IComparer<HopPath> ShortestFirst { get; } = Comparer<HopPath>.Create(Compare);

    /// <summary>Whether both are the same up to the node at a position, and this one goes on from there.</summary>
    public bool SharesRoot(HopPath other, int position) =>
        Links.Length > position && Links.AsSpan(0, position).SequenceEqual(other.Links.AsSpan(0, position));

    private static int Compare(HopPath a, HopPath b)
    {
        var order = a.Links.Length.CompareTo(b.Links.Length);
        order = order != 0 ? order : a.Nodes.AsSpan().SequenceCompareTo(b.Nodes);
        return order != 0 ? order : a.Links.AsSpan().SequenceCompareTo(b.Links);
    }
}
