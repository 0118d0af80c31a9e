using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// The priced problem: with prices fixed, the cost of an embedding is a sum over groups (compute) and pairs of groups
/// (data times path price), which <see cref="MinSum"/> minimises over the whole DAG at once.
/// </summary>
internal sealed class Surrogate(Workspace work, Congestion congestion, PathTrees trees, double rate)
{
    /// <summary>Fewest nodes a group keeps while the tables are cut to size; below that the greedy fallback is
    /// used.</summary>
    public const int FewestNodes = 4;

    /// <summary>Counted work: table cells looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Finds the cheapest placement.</summary>
    /// <param name="nodes">The nodes each group may be on; none empty.</param>
    /// <returns>
    /// A node for each group: exact where the tables fit into <see cref="EliminationOrder.MaxCells"/>; else the groups
    /// keep only their most promising nodes, and when four each are still too many, the groups are placed one by one.
    /// Null when no placement has a path for every flow.
    /// </returns>
    public int[]? Solve(int[][] nodes)
    {
        for (var most = nodes.Max(n => n.Length); ; most /= 2)
        {
            var limit = most;
            var kept = Array.TrueForAll(nodes, n => n.Length <= limit)
                ? nodes : Array.ConvertAll(nodes, n => Promising(n, nodes, limit));
            if (EliminationOrder.Find([.. kept.Select(n => n.Length)], Edges()) is { } order)
            {
                return SolveExactly(kept, order);
            }

            if (most <= FewestNodes)
            {
                return SolveGreedily(nodes);
            }
        }
    }

    private IEnumerable<(int A, int B)> Edges() => work.Groups.Apart.Concat(
        work.Job.Flows.Select(f => (work.Groups.Of[f.From], work.Groups.Of[f.To])).Where(e => e.Item1 != e.Item2));

    private int[]? SolveExactly(int[][] nodes, int[] order)
    {
        var factors = new List<Factor>();
        for (var g = 0; g < nodes.Length; g++)
        {
            var (group, own) = (g, nodes[g]);
            factors.Add(new Factor(
                [g], Array.ConvertAll(own, u => Prices.Compute(work, congestion, rate, group, u))));
        }

        foreach (var flow in work.Job.Flows)
        {
            var (a, b) = (work.Groups.Of[flow.From], work.Groups.Of[flow.To]);
            if (a != b)
            {
                factors.Add(PathTable(a, b, nodes, flow.Bits));
            }
        }

        foreach (var (a, b) in work.Groups.Apart)
        {
            factors.Add(new Factor(
                [a, b], [.. nodes[a].SelectMany(_ => nodes[b], (u, v) => u == v ? double.PositiveInfinity : 0)]));
        }

        var solver = new MinSum([.. nodes.Select(n => n.Length)], factors);
        var choice = solver.Solve(order);
        Work += solver.Work;
        return choice?.Select((c, g) => nodes[g][c]).ToArray();
    }

    private Factor PathTable(int a, int b, int[][] nodes, double bits)
    {
        var values = new double[nodes[a].Length * nodes[b].Length];
        var at = 0;
        var weight = Math.Max(bits, 1);
        foreach (var u in nodes[a])
        {
            var cost = trees.Costs(u);
            foreach (var v in nodes[b])
            {
                values[at++] = weight * cost[v];
            }
        }

        return new Factor([a, b], values);
    }

    /// <summary>Keeps the nodes that are cheapest for computing alone, always with the same ties.</summary>
    private int[] Promising(int[] own, int[][] all, int most)
    {
        if (own.Length <= most)
        {
            return own;
        }

        var g = Array.IndexOf(all, own);
        var pins = all.Where(n => n.Length == 1).Select(n => n[0]).Distinct().Order().ToArray();
        return
        [
            .. own.OrderBy(u => Prices.Compute(work, congestion, rate, g, u)
                    + pins.Sum(p => work.LargestBits * trees.Costs(p)[u]))
                .ThenBy(u => work.Seconds[g][u]).ThenBy(u => u).Take(most).Order(),
        ];
    }

    private int[]? SolveGreedily(int[][] nodes)
    {
        var chosen = new int[nodes.Length];
        Array.Fill(chosen, -1);
        foreach (var g in work.Job.Order.Select(i => work.Groups.Of[i]).Distinct())
        {
            var best = double.PositiveInfinity;
            foreach (var u in nodes[g])
            {
                var price = Prices.Compute(work, congestion, rate, g, u) + PriceToPlaced(g, u, chosen);
                Work++;
                if (price < best)
                {
                    (best, chosen[g]) = (price, u);
                }
            }

            if (chosen[g] < 0)
            {
                return null;
            }
        }

        return chosen;
    }

    private double PriceToPlaced(int g, int node, int[] chosen)
    {
        if (work.Groups.Apart.Any(p => (p.A == g && chosen[p.B] == node) || (p.B == g && chosen[p.A] == node)))
        {
            return double.PositiveInfinity;
        }

        var price = 0.0;
        foreach (var f in work.Neighbours[g])
        {
            var flow = work.Job.Flows[f];
            var (a, b) = (work.Groups.Of[flow.From], work.Groups.Of[flow.To]);
            var other = chosen[a == g ? b : a];
            if (other >= 0)
            {
                price += Math.Max(flow.Bits, 1) * (a == g ? trees.Costs(node)[other] : trees.Costs(other)[node]);
            }
        }

        return price;
    }
}
