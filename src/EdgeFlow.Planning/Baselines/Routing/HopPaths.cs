using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The K shortest simple paths by hops between two nodes (Yen, 1971, with Lawler's rule that a path is only deviated
/// from behind its own deviation), kept once found. Among paths of as many hops the one of the lowest nodes, then
/// links, seen from the end of the lower number, comes first. Links of capacity 0 do not exist. Not thread-safe.
/// </summary>
internal sealed class HopPaths(IndexedNetwork network, int most)
{
    private readonly Dictionary<(int From, int To), IndexedRoute[]> _known = [];
    private readonly HopSearch _search = new(network);

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work => _search.Work;

    /// <summary>The paths from one node to another, shortest first; empty when there is none.</summary>
    public IndexedRoute[] Between(int from, int to)
    {
        if (_known.TryGetValue((from, to), out var known))
        {
            return known;
        }

        var paths = from == to ? [IndexedRoute.Within(from)]
            : from < to ? Find(from, to)
            : Array.ConvertAll(Between(to, from), Reversed);
        _known.Add((from, to), paths);
        return paths;
    }

    private IndexedRoute[] Find(int from, int to)
    {
        var found = new List<HopPath>();
        var open = new SortedSet<HopPath>(HopPath.ShortestFirst);
        if (_search.Deviate([from], [], [], to) is { } first)
        {
            open.Add(first);
        }

        while (found.Count < most && open.Min is { } path)
        {
            open.Remove(path);
            found.Add(path);
            for (var spur = path.Deviation; spur < path.Links.Length && found.Count < most; spur++)
            {
                var banned = found.Where(p => p.SharesRoot(path, spur)).Select(p => p.Links[spur]).ToArray();
                if (_search.Deviate(path.Nodes[..(spur + 1)], path.Links[..spur], banned, to) is { } next)
                {
                    open.Add(next);
                }
            }
        }

        return [.. found.Select(p => Route(p.Nodes, p.Links))];
    }

    private IndexedRoute Reversed(IndexedRoute route) =>
        Route([.. route.Nodes.Reverse()], [.. route.Links.Reverse()]);

    private IndexedRoute Route(int[] nodes, int[] links) => new(
        nodes, links, [.. links.Select((l, k) => network.LinkResource(l, network.End[l].A == nodes[k]))]);
}
