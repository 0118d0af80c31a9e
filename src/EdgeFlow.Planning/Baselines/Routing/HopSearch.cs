using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// Breadth-first search backwards from a target, round the nodes of a root: the step of Yen's algorithm. Among the
/// shortest ways it takes the one of the lowest nodes, then links. Not thread-safe.
/// </summary>
internal sealed class HopSearch(IndexedNetwork network)
{
    private readonly int[] _seen = new int[network.NodeCount];
    private readonly int[] _hops = new int[network.NodeCount];
    private readonly int[] _queue = new int[network.NodeCount];
    private int _round;

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work { get; private set; }

    /// <summary>The shortest simple path that begins with a root and leaves it by none of the banned links.</summary>
    /// <param name="root">The nodes of the root; the last is the one to deviate from.</param>
    /// <param name="links">The links between them.</param>
    /// <param name="banned">Links that must not follow.</param>
    /// <param name="target">Where to.</param>
    /// <returns>The path, or null when there is none.</returns>
    public HopPath? Deviate(int[] root, int[] links, int[] banned, int target)
    {
        Spread(root, target);
        var (at, way, vias) = (root[^1], new List<int>(root), new List<int>(links));
        var arc = FirstArc(at, banned);
        if (arc < 0)
        {
            return null;
        }

        while (arc >= 0)
        {
            at = network.ArcHead[arc];
            way.Add(at);
            vias.Add(network.ArcLink[arc]);
            arc = at == target ? -1 : NextArc(at);
        }

        return new HopPath([.. way], [.. vias], root.Length - 1);
    }

    /// <summary>Numbers the nodes outside the root by their hops to the target.</summary>
    private void Spread(int[] root, int target)
    {
        _round += 2;
        foreach (var u in root)
        {
            _seen[u] = _round - 1;
        }

        var (first, last) = (0, 1);
        (_queue[0], _hops[target], _seen[target]) = (target, 0, _round);
        while (first < last)
        {
            var u = _queue[first++];
            Work += network.ArcStart[u + 1] - network.ArcStart[u];
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
            {
                var v = network.ArcHead[a];
                if (_seen[v] < _round - 1)
                {
                    (_queue[last++], _hops[v], _seen[v]) = (v, _hops[u] + 1, _round);
                }
            }
        }
    }

    private int FirstArc(int from, int[] banned)
    {
        var best = -1;
        for (var a = network.ArcStart[from]; a < network.ArcStart[from + 1]; a++)
        {
            if (_seen[network.ArcHead[a]] == _round && !banned.Contains(network.ArcLink[a]) && IsBefore(a, best))
            {
                best = a;
            }
        }

        return best;
    }

    private int NextArc(int from)
    {
        var best = -1;
        for (var a = network.ArcStart[from]; a < network.ArcStart[from + 1]; a++)
        {
            if (_seen[network.ArcHead[a]] == _round && _hops[network.ArcHead[a]] < _hops[from] && IsBefore(a, best))
            {
                best = a;
            }
        }

        return best;
    }

    private bool IsBefore(int arc, int best) => best < 0
        || (_hops[network.ArcHead[arc]], network.ArcHead[arc], network.ArcLink[arc])
            .CompareTo((_hops[network.ArcHead[best]], network.ArcHead[best], network.ArcLink[best])) < 0;
}
