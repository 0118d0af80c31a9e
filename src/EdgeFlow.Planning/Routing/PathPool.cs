using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Routing;

/// <summary>
/// A few paths between every two nodes that differ from each other: cheapest paths (Dijkstra) under weights that grow
/// by <see cref="Penalty"/> wherever a path has been (the penalty method for alternative routes). A link weighs one hop
/// plus what its capacity lacks of the mean. The paths of a pair depend on the network alone; they are found when the
/// pair is first asked for. Not thread-safe.
/// </summary>
internal sealed class PathPool(IndexedNetwork network)
{
    /// <summary>Most paths of a pair.</summary>
    public const int MostPaths = 6;

    /// <summary>Most searches for the paths of a pair.</summary>
    public const int MostSearches = 9;

    private const double Penalty = 1.5;
    private const double SlowestWeight = 64;

    private readonly IndexedRoute[]?[]?[] _paths = new IndexedRoute[network.NodeCount][][];
    private readonly double[] _weight = HopWeights(network);
    private readonly double[] _price = new double[network.Capacity.Length];
    private readonly PathTrees _trees = new(network);

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work => _trees.Work;

    /// <summary>The paths of a pair, the cheapest first; none when there is no path.</summary>
    public IndexedRoute[] Between(int from, int to) =>
        (_paths[from] ??= new IndexedRoute[network.NodeCount][])[to] ??= Find(from, to);

    private static double[] HopWeights(IndexedNetwork network)
    {
        var links = network.Capacity.AsSpan(network.NodeCount).ToArray();
        var mean = links.Where(c => c > 0).DefaultIfEmpty(1).Average();
        return [.. network.Capacity.Select(c => 1 + Math.Min(SlowestWeight, mean / Math.Max(c, double.Epsilon)))];
    }

    private IndexedRoute[] Find(int from, int to)
    {
        if (from == to)
        {
            return [IndexedRoute.Within(from)];
        }

        _weight.CopyTo(_price, 0);
        var found = new List<IndexedRoute>(MostPaths);
        for (var search = 0; search < MostSearches && found.Count < MostPaths; search++)
        {
            _trees.SetPrices(_price);
            if (_trees.Path(from, to) is not { } path)
            {
                break;
            }

            if (!found.Exists(path.SameAs))
            {
                found.Add(path);
            }

            foreach (var r in path.Resources)
            {
                _price[r] *= Penalty;
            }
        }

        return [.. found];
    }
}
