using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Indexing;

/// <summary>
/// What became of the numbers of one network in the next. A node or link keeps a number only while everything about it
/// is as it was, but for the capacity of a link: what was read of a job that uses none but such is still right.
/// </summary>
internal sealed class Renumbering
{
    private readonly int[] _node;
    private readonly int[] _link;
    private readonly int _oldNodes;
    private readonly int _newNodes;
    private readonly int _perLink;

    /// <summary>Compares two networks of the same model of links.</summary>
    public Renumbering(IndexedNetwork before, IndexedNetwork now)
    {
        (_oldNodes, _newNodes, _perLink) = (before.NodeCount, now.NodeCount, now.FullDuplex ? 2 : 1);
        _node = Array.ConvertAll(
            before.Nodes, n => now.NodeOf(n.Id) is var u and >= 0 && IsSame(n, now.Nodes[u]) ? u : -1);
        _link = Array.ConvertAll(
            before.Links, l => now.LinkOf(l.Id) is var k and >= 0 && IsSame(l, now.Links[k]) ? k : -1);
        IsIdentity = true;
        for (var u = 0; u < _node.Length; u++)
        {
            IsIdentity &= _node[u] < 0 || _node[u] == u;
        }

        for (var l = 0; l < _link.Length; l++)
        {
            IsIdentity &= _link[l] < 0 || _link[l] == l;
        }

        IsIdentity &= _oldNodes == _newNodes;
    }

    /// <summary>Whether what keeps a number keeps the one it had.</summary>
    public bool IsIdentity { get; }

    /// <summary>Whether everything that an embedding uses is as it was.</summary>
    public bool Keeps(Embedding embedding)
    {
        foreach (var u in embedding.Node)
        {
            if (u < 0 || _node[u] < 0)
            {
                return false;
            }
        }

        foreach (var route in embedding.Routes)
        {
            if (route is null || !Keeps(route))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The embedding in the new numbers; only for one that is kept.</summary>
    public Embedding Apply(Embedding embedding) => new(
        Array.ConvertAll(embedding.Node, u => _node[u]),
        Array.ConvertAll(embedding.Routes, route => route is null ? null : new IndexedRoute(
            Array.ConvertAll(route.Nodes, u => _node[u]), Array.ConvertAll(route.Links, l => _link[l]),
            Apply(route.Resources))));

    /// <summary>Resources in the new numbers, in the same order.</summary>
    public int[] Apply(int[] resources) => Array.ConvertAll(resources, r => r < _oldNodes ? _node[r]
        : _newNodes + _perLink * _link[(r - _oldNodes) / _perLink] + (r - _oldNodes) % _perLink);

    private bool Keeps(IndexedRoute route)
    {
        foreach (var u in route.Nodes)
        {
            if (_node[u] < 0)
            {
                return false;
            }
        }

        foreach (var l in route.Links)
        {
            if (_link[l] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(SnapshotNode a, SnapshotNode b) => ReferenceEquals(a, b) || a == b;

    private static bool IsSame(SnapshotLink a, SnapshotLink b) =>
        ReferenceEquals(a, b)
        || (b.Capacity.Value > 0 && a.Capacity.Value > 0 && a == b with { Capacity = a.Capacity });
}
