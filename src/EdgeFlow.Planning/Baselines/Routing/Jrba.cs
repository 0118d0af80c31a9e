using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// Algorithm 2 of ENTS, Joint Routing and Bandwidth Allocation (solves P3 with placements fixed): the relaxation's
/// shares (<see cref="CongestionProgram"/>), each flow rounded to the path of its largest share, and bandwidth by
/// Eq. 3.15 (<see cref="ProportionalSplit"/>). Paths over links without bandwidth are dropped before (A20). Not
/// thread-safe.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="paths">The K shortest paths by hops.</param>
/// <param name="readings">A17 paths, A18 rounding.</param>
internal sealed class Jrba(IndexedNetwork network, HopPaths paths, EntsReadings readings)
{
    /// <summary>Most rounds of column generation; beyond, the columns found are enough.</summary>
    public const int MostRounds = 200;

    private const double LeastBandwidth = 1;
    private const double LeastSaving = 1e-7;

    /// <summary>Routes flows and splits bandwidth among them.</summary>
    /// <param name="flows">The flows, in the order of their jobs and ids.</param>
    /// <param name="bandwidth">B_l of each resource: what is left of it.</param>
    /// <param name="seed">Seed of randomised roundings.</param>
    /// <returns>The decision, or null when some flow has no path left.</returns>
    public JrbaResult? Solve(IReadOnlyList<JrbaFlow> flows, double[] bandwidth, ulong seed)
    {
        if (flows.Count == 0)
        {
            return new JrbaResult([], [], 0, 0, 0);
        }

        var open = Enumerable.Range(0, bandwidth.Length)
            .Where(r => r >= network.NodeCount && bandwidth[r] >= LeastBandwidth).ToArray();
        var row = new int[bandwidth.Length];
        Array.Fill(row, -1);
        for (var k = 0; k < open.Length; k++)
        {
            row[open[k]] = k;
        }

        var columns = flows.Select(f => Columns(f, row)).ToArray();
        if (columns.Any(c => c.Count == 0))
        {
            return null;
        }

        var program = new CongestionProgram(columns, [.. open.Select(r => bandwidth[r])]);
        program.Solve();
        var work = readings.PathsPerFlow is null ? Generate(program, flows, columns, open, row) : 0;
        var volumes = flows.Select(f => f.Volume).ToArray();
        var routes = Rounding.Best(
            columns, program.Shares(), readings.RoundingTrials, seed,
            chosen => ProportionalSplit.TransferTime(bandwidth, volumes, chosen));
        return new JrbaResult(
            routes, ProportionalSplit.Allocate(bandwidth, volumes, routes),
            ProportionalSplit.TransferTime(bandwidth, volumes, routes), program.Time, work + program.Work);
    }

    private PathColumns Columns(JrbaFlow flow, int[] row)
    {
        var columns = new PathColumns(flow.Volume);
        foreach (var route in paths.Between(flow.From, flow.To))
        {
            if (Array.TrueForAll(route.Resources, r => row[r] >= 0))
            {
                columns.Add(route, Array.ConvertAll(route.Resources, r => row[r]));
            }
        }

        if (columns.Count == 0 && readings.PathsPerFlow is null && ByHops(flow, row) is { } found)
        {
            columns.Add(found, Array.ConvertAll(found.Resources, r => row[r]));
        }

        return columns;
    }

    private IndexedRoute? ByHops(JrbaFlow flow, int[] row)
    {
        var trees = new PathTrees(network);
        trees.SetPrices(Array.ConvertAll(row, r => r >= 0 ? 1 : double.PositiveInfinity));
        return trees.Path(flow.From, flow.To);
    }

    /// <summary>
    /// Adds the cheapest path of every flow under the dual prices until none saves: the optimum over all simple paths.
    /// Every hop costs a little, so that links of price 0 make no detours.
    /// </summary>
    private long Generate(
        CongestionProgram program, IReadOnlyList<JrbaFlow> flows, PathColumns[] columns, int[] open, int[] row)
    {
        var trees = new PathTrees(network);
        for (var round = 0; round < MostRounds; round++)
        {
            var dual = program.Prices();
            var price = new double[row.Length];
            var hop = LeastSaving * dual.Max();
            Array.Fill(price, double.PositiveInfinity);
            for (var k = 0; k < open.Length; k++)
            {
                price[open[k]] = dual[k] + hop;
            }

            trees.SetPrices(price);
            var added = false;
            for (var i = 0; i < columns.Length; i++)
            {
                added |= AddCheapest(trees, price, flows[i], columns[i], row);
            }

            if (!added)
            {
                break;
            }

            program.Solve();
        }

        return trees.Work;
    }

    private static bool AddCheapest(PathTrees trees, double[] price, JrbaFlow flow, PathColumns columns, int[] row)
    {
        var best = double.PositiveInfinity;
        for (var k = 0; k < columns.Count; k++)
        {
            best = Math.Min(best, columns.Route(k).Resources.Sum(r => price[r]));
        }

        if (trees.Costs(flow.From)[flow.To] >= best * (1 - LeastSaving))
        {
            return false;
        }

        var route = trees.Path(flow.From, flow.To)!;
        return columns.Add(route, Array.ConvertAll(route.Resources, r => row[r]));
    }
}
