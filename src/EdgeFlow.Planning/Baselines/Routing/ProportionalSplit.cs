using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The allocation of ENTS Eq. 3.15 with the factor B_l that the print leaves out (A19): S_l = Σ V_i' over the flows i'
/// on link l, b_i* = min over the links of the path of B_l·V_i / S_l. Optimal for min max V/b given the routes, and not
/// work-conserving.
/// </summary>
internal static class ProportionalSplit
{
    /// <summary>b_i of each flow; infinity for one that crosses no link.</summary>
    /// <param name="capacity">B_l of each resource.</param>
    /// <param name="volumes">V_i of each flow.</param>
    /// <param name="routes">The path of each flow.</param>
    public static double[] Allocate(double[] capacity, double[] volumes, IndexedRoute[] routes)
    {
        var sum = Sums(capacity.Length, volumes, routes);
        return [.. routes.Select((route, i) =>
            route.Resources.Select(l => capacity[l] * volumes[i] / sum[l]).DefaultIfEmpty(double.PositiveInfinity)
                .Min())];
    }

    /// <summary>JTH of Algorithm 2: max V_i / b_i = max S_l / B_l, the slowest transfer.</summary>
    public static double TransferTime(double[] capacity, double[] volumes, IndexedRoute[] routes) =>
        Sums(capacity.Length, volumes, routes).Zip(capacity).Where(p => p.First > 0).Select(p => p.First / p.Second)
            .DefaultIfEmpty(0).Max();

    private static double[] Sums(int resources, double[] volumes, IndexedRoute[] routes)
    {
        var sum = new double[resources];
        for (var i = 0; i < routes.Length; i++)
        {
            foreach (var l in routes[i].Resources)
            {
                sum[l] += volumes[i];
            }
        }

        return sum;
    }
}
