namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Chooses the order in which <see cref="MinSum"/> eliminates variables: always the one whose table is smallest (the
/// min-weight rule), ties by number. Exact for trees and series-parallel graphs, where a table never spans more than
/// two variables.
/// </summary>
internal static class EliminationOrder
{
    /// <summary>Largest number of cells that one elimination may look at.</summary>
    public const long MaxCells = 1 << 16;

    /// <summary>Finds an order.</summary>
    /// <param name="domain">Number of choices of each variable.</param>
    /// <param name="edges">Pairs of variables with a common table.</param>
    /// <returns>The order, or null when a table would have more than <see cref="MaxCells"/> cells.</returns>
    public static int[]? Find(int[] domain, IEnumerable<(int A, int B)> edges)
    {
        var around = domain.Select(_ => new SortedSet<int>()).ToArray();
        foreach (var (a, b) in edges)
        {
            if (a != b)
            {
                around[a].Add(b);
                around[b].Add(a);
            }
        }

        var left = new SortedSet<(double Cells, int Variable)>();
        var cells = new double[domain.Length];
        for (var v = 0; v < domain.Length; v++)
        {
            left.Add((cells[v] = Cells(v), v));
        }

        var order = new int[domain.Length];
        for (var k = 0; k < order.Length; k++)
        {
            var (size, v) = left.Min;
            if (size > MaxCells)
            {
                return null;
            }

            left.Remove((size, v));
            order[k] = v;
            foreach (var n in around[v])
            {
                around[n].Remove(v);
                around[n].UnionWith(around[v].Where(m => m != n));
            }

            foreach (var n in around[v])
            {
                left.Remove((cells[n], n));
                left.Add((cells[n] = Cells(n), n));
            }
        }

        return order;

        double Cells(int v) => around[v].Aggregate((double)domain[v], (product, n) => product * domain[n]);
    }
}
