using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Indexing;

/// <summary>
/// The snapshot's nodes and links as arrays, in the order of their ids. A <em>resource</em> is what jobs share:
/// resource u is node u, measured in seconds of computation a second (capacity 1), and the resources from
/// <see cref="NodeCount"/> on are the links, measured in bits a second: one each when half duplex, two each (A to B,
/// then B to A) when full. Links with an end that is not in the snapshot do not exist; links of capacity 0 are down and
/// carry nothing. Immutable.
/// </summary>
internal sealed class IndexedNetwork
{
    private readonly Dictionary<NodeId, int> _nodeOf = [];
    private readonly Dictionary<LinkId, int> _linkOf = [];

    public IndexedNetwork(NetworkSnapshot snapshot)
    {
        SharedCompute = snapshot.Options.Compute == ComputeModel.Shared;
        FullDuplex = snapshot.Options.Duplex == DuplexModel.Full;
        Nodes = [.. snapshot.Nodes.OrderBy(n => n.Id).Where(n => _nodeOf.TryAdd(n.Id, _nodeOf.Count))];
        Links =
        [
            .. snapshot.Links.OrderBy(l => l.Id)
                .Where(l => _nodeOf.ContainsKey(l.A) && _nodeOf.ContainsKey(l.B) && l.A != l.B)
                .Where(l => _linkOf.TryAdd(l.Id, _linkOf.Count)),
        ];
        (End, Capacity) = BuildEnds();
        (ArcStart, ArcHead, ArcTail, ArcLink) = BuildArcs();
        ArcResource = ResourcesOfArcs();
    }

    /// <summary>Some nodes of a network with some links between them.</summary>
    /// <param name="whole">The network.</param>
    /// <param name="nodes">The nodes, ascending.</param>
    /// <param name="links">The links, ascending.</param>
    public IndexedNetwork(IndexedNetwork whole, int[] nodes, int[] links)
    {
        (SharedCompute, FullDuplex) = (whole.SharedCompute, whole.FullDuplex);
        Nodes = Array.ConvertAll(nodes, u => whole.Nodes[u]);
        Links = Array.ConvertAll(links, l => whole.Links[l]);
        foreach (var node in Nodes)
        {
            _nodeOf.Add(node.Id, _nodeOf.Count);
        }

        foreach (var link in Links)
        {
            _linkOf.Add(link.Id, _linkOf.Count);
        }

        (End, Capacity) = BuildEnds();
        (ArcStart, ArcHead, ArcTail, ArcLink) = BuildArcs();
        ArcResource = ResourcesOfArcs();
    }

    /// <summary>The nodes by id.</summary>
    public SnapshotNode[] Nodes { get; }

    /// <summary>The links by id.</summary>
    public SnapshotLink[] Links { get; }

    /// <summary>The ends of each link, as node numbers.</summary>
    public (int A, int B)[] End { get; }

    /// <summary>Capacity of each resource.</summary>
    public double[] Capacity { get; }

    /// <summary>Arcs leaving node u are those from <c>ArcStart[u]</c> to before <c>ArcStart[u + 1]</c>, by
    /// link.</summary>
    public int[] ArcStart { get; }

    /// <summary>Node at which each arc ends.</summary>
    public int[] ArcHead { get; }

    /// <summary>Node at which each arc begins.</summary>
    public int[] ArcTail { get; }

    /// <summary>Link of each arc.</summary>
    public int[] ArcLink { get; }

    /// <summary>Resource that each arc uses.</summary>
    public int[] ArcResource { get; }

    /// <summary>Whether tasks on a node share its speed.</summary>
    public bool SharedCompute { get; }

    /// <summary>Whether each direction of a link has the whole capacity.</summary>
    public bool FullDuplex { get; }

    /// <summary>How many nodes, and the number of the first link resource.</summary>
    public int NodeCount => Nodes.Length;

    /// <summary>The node's number, or -1 when it is not in the snapshot.</summary>
    public int NodeOf(NodeId id) => _nodeOf.TryGetValue(id, out var index) ? index : -1;

    /// <summary>The link's number, or -1 when it is not in the snapshot.</summary>
    public int LinkOf(LinkId id) => _linkOf.TryGetValue(id, out var index) ? index : -1;

    /// <summary>The resource used by passing a link from A to B, or from B to A.</summary>
    public int LinkResource(int link, bool forward) =>
        FullDuplex ? NodeCount + 2 * link + (forward ? 0 : 1) : NodeCount + link;

    /// <summary>The link of a link resource.</summary>
    public int LinkOfResource(int resource) => (resource - NodeCount) / (FullDuplex ? 2 : 1);

    /// <summary>The resource in words: <c>node edge-2</c> or <c>link a-b</c>.</summary>
    public string Describe(int resource) =>
        resource < NodeCount ? $"node {Nodes[resource].Id}" : $"link {Links[LinkOfResource(resource)].Id}";

    private ((int A, int B)[] End, double[] Capacity) BuildEnds()
    {
        var capacity = new double[NodeCount + (FullDuplex ? 2 : 1) * Links.Length];
        Array.Fill(capacity, 1, 0, NodeCount);
        var ends = new (int A, int B)[Links.Length];
        for (var l = 0; l < Links.Length; l++)
        {
            ends[l] = (_nodeOf[Links[l].A], _nodeOf[Links[l].B]);
            capacity[LinkResource(l, true)] = Links[l].Capacity.Value;
            capacity[LinkResource(l, false)] = Links[l].Capacity.Value;
        }

        return (ends, capacity);
    }

    private int[] ResourcesOfArcs()
    {
        var resources = new int[ArcLink.Length];
        for (var a = 0; a < resources.Length; a++)
        {
            resources[a] = LinkResource(ArcLink[a], End[ArcLink[a]].A == ArcTail[a]);
        }

        return resources;
    }

    private (int[] Start, int[] Head, int[] Tail, int[] Link) BuildArcs()
    {
        var start = new int[NodeCount + 1];
        for (var l = 0; l < Links.Length; l++)
        {
            if (Links[l].Capacity.Value > 0)
            {
                start[End[l].A + 1]++;
                start[End[l].B + 1]++;
            }
        }

        for (var u = 0; u < NodeCount; u++)
        {
            start[u + 1] += start[u];
        }

        var next = start[..^1];
        var (head, tail, link) = (new int[start[^1]], new int[start[^1]], new int[start[^1]]);
        for (var l = 0; l < Links.Length; l++)
        {
            if (Links[l].Capacity.Value > 0)
            {
                Put(End[l].A, End[l].B, l);
                Put(End[l].B, End[l].A, l);
            }
        }

        return (start, head, tail, link);

        void Put(int from, int to, int l)
        {
            (head[next[from]], tail[next[from]], link[next[from]]) = (to, from, l);
            next[from]++;
        }
    }
}
