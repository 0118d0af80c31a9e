namespace EdgeFlow.Planning.Indexing;

/// <summary>A part of a network, with numbers of its own: some nodes, and the links that are up between
/// them.</summary>
internal sealed class PartOfNetwork
{
    private readonly IndexedNetwork _whole;
    private readonly int[] _nodes;
    private readonly int[] _links;

    /// <summary>Cuts the part out.</summary>
    /// <param name="whole">The whole network.</param>
    /// <param name="nodes">The nodes of the part, ascending.</param>
    /// <param name="numbers">A number for each node of the whole: set for those of the part, -1 for all
    /// others.</param>
    public PartOfNetwork(IndexedNetwork whole, int[] nodes, int[] numbers)
    {
        (_whole, _nodes) = (whole, nodes);
        var links = new List<int>();
        foreach (var u in nodes)
        {
            for (var a = whole.ArcStart[u]; a < whole.ArcStart[u + 1]; a++)
            {
                if (whole.ArcHead[a] > u && numbers[whole.ArcHead[a]] >= 0)
                {
                    links.Add(whole.ArcLink[a]);
                }
            }
        }

        links.Sort();
        _links = [.. links];
        Network = new IndexedNetwork(whole, _nodes, _links);
        Resources = new int[Network.Capacity.Length];
        for (var r = 0; r < Resources.Length; r++)
        {
            Resources[r] = r < Network.NodeCount ? _nodes[r] : LinkResource(r - Network.NodeCount);
        }
    }

    /// <summary>The part by itself.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>For each resource of the part, its number in the whole.</summary>
    public int[] Resources { get; }

    /// <summary>The number in the whole of a node of the part.</summary>
    public int NodeInWhole(int node) => _nodes[node];

    /// <summary>The number in the part of a node of the whole, or -1.</summary>
    public int NodeInPart(int node) => Math.Max(-1, Array.BinarySearch(_nodes, node));

    /// <summary>An embedding in the part, as one in the whole.</summary>
    public Embedding ToWhole(Embedding embedding) => new(
        Array.ConvertAll(embedding.Node, NodeInWhole),
        Array.ConvertAll(embedding.Routes, route => route is null ? null : new IndexedRoute(
            Array.ConvertAll(route.Nodes, NodeInWhole), Array.ConvertAll(route.Links, l => _links[l]),
            Array.ConvertAll(route.Resources, r => Resources[r]))));

    private int LinkResource(int local)
    {
        var perLink = _whole.FullDuplex ? 2 : 1;
        return _whole.NodeCount + perLink * _links[local / perLink] + local % perLink;
    }
}
