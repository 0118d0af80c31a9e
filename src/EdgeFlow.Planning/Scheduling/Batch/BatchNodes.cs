using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// The nodes worth a look for a batch job: all of a small network; of a large one, for each group of tasks those where
/// it could end first if only it and the data that lie or are bound somewhere counted.
/// </summary>
internal static class BatchNodes
{
    /// <summary>
    /// Networks up to this size are looked at whole; it is also how many nodes the groups share among them.
    /// </summary>
    public const int WholeUpTo = 64;

    /// <summary>Least nodes kept for a group.</summary>
    public const int LeastForGroup = 4;

    /// <summary>Most places of data that count.</summary>
    public const int MostAnchors = 4;

    /// <summary>The nodes, ascending.</summary>
    /// <param name="board">The other jobs.</param>
    /// <param name="job">The job.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="allowed">The nodes of each group.</param>
    /// <param name="ways">The ways between nodes.</param>
    public static int[] Choose(Board board, IndexedJob job, Grouping groups, int[][] allowed, BatchWays ways)
    {
        var nodes = board.Network.NodeCount;
        if (nodes <= WholeUpTo)
        {
            return [.. Enumerable.Range(0, nodes)];
        }

        int[] anchors =
        [
            .. allowed.Where(a => a.Length == 1 && a[0] >= 0).Select(a => a[0]).Distinct().Order().Take(MostAnchors),
        ];
        var bits = job.Flows.Select(f => f.Bits).DefaultIfEmpty(0).Average();
        var near = new double[nodes];
        for (var u = 0; u < nodes; u++)
        {
            foreach (var anchor in anchors)
            {
                var (capacity, delay) = ways.Between(anchor, u);
                near[u] = Math.Max(near[u], delay + bits / capacity);
            }
        }

        var kept = new SortedSet<int>();
        var share = Math.Max(LeastForGroup, WholeUpTo / groups.Count);
        for (var g = 0; g < groups.Count; g++)
        {
            var open = groups.Members[g].Where(i => !job.Done[i]).ToArray();
            kept.UnionWith((open.Length == 0 ? [] : allowed[g]).OrderBy(Score).ThenBy(u => u).Take(share));

            double Score(int u) => near[u] + Math.Max(0, board.BatchSeconds[u])
                + open.Sum(i => job.Seconds(i, board.Network.Nodes[u])) * board.Shares.BatchSlowdown(u);
        }

        return [.. kept];
    }
}
