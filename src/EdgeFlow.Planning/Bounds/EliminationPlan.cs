namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The order in which a class' units are eliminated, the root last: always the one whose table is smallest, ties by
/// number. Where a table would be too large, the smallest flow among its units is ignored instead: costs are never
/// negative, so that what is found stays a lower bound.
/// </summary>
/// <param name="Order">Every unit once.</param>
/// <param name="Ignored">Flows that are not counted.</param>
internal sealed record EliminationPlan(int[] Order, SortedSet<int> Ignored)
{
    /// <summary>Most cells that one elimination may look at.</summary>
    public const double MaxCells = 1 << 24;

    /// <summary>Makes the plan of a class.</summary>
    public static EliminationPlan Make(JobClass jobClass)
    {
        var ignored = new SortedSet<int>();
        while (true)
        {
            var (order, stuck) = Try(jobClass, ignored);
            if (order is not null)
            {
                return new EliminationPlan(order, ignored);
            }

            // Each round takes a flow away, and without flows every table is small.
            ignored.Add(Enumerable.Range(0, jobClass.Job.Flows.Length)
                .Where(f => !ignored.Contains(f) && IsBetween(jobClass, f, stuck))
                .OrderBy(f => jobClass.Job.Flows[f].Bits).ThenBy(f => f).First());
        }
    }

    private static bool IsBetween(JobClass jobClass, int flow, SortedSet<int> left)
    {
        var (a, b) = jobClass.Ends(flow);
        return jobClass.UnitOf[a] != jobClass.UnitOf[b]
            && (left.Contains(jobClass.UnitOf[a]) || left.Contains(jobClass.UnitOf[b]));
    }

    private static (int[]? Order, SortedSet<int> Stuck) Try(JobClass jobClass, SortedSet<int> ignored)
    {
        var count = jobClass.Units.Length;
        var around = Enumerable.Range(0, count).Select(_ => new SortedSet<int>()).ToArray();
        for (var f = 0; f < jobClass.Job.Flows.Length; f++)
        {
            var (a, b) = jobClass.Ends(f);
            var (u, v) = (jobClass.UnitOf[a], jobClass.UnitOf[b]);
            if (u != v && !ignored.Contains(f))
            {
                around[u].Add(v);
                around[v].Add(u);
            }
        }

        var left = new SortedSet<int>(Enumerable.Range(0, count).Where(u => u != jobClass.Root));
        var order = new List<int>(count);
        while (left.Count > 0)
        {
            // Units of several groups go first: in the tables of others each group would need a choice of its own.
            var next = left.MinBy(u => (jobClass.Units[u].Length > 1 ? 0 : 1, Cells(u), u));
            if (Cells(next) > MaxCells)
            {
                return (null, left);
            }

            left.Remove(next);
            order.Add(next);
            foreach (var n in around[next])
            {
                around[n].Remove(next);
                around[n].UnionWith(around[next].Where(m => m != n));
            }
        }

        return ([.. order, jobClass.Root], left);

        double Cells(int u) => around[u].Aggregate(Size(u), (product, n) => product * Size(n));

        double Size(int u) => u == jobClass.Root
            ? jobClass.Network.NodeCount : jobClass.Groups.Nodes[jobClass.Units[u][0]].Length;
    }
}
