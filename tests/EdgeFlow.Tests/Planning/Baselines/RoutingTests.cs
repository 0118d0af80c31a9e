using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.Baselines;

/// <summary>Paths by hops against all simple paths, and the routing program against its own dual.</summary>
public sealed class RoutingTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20261121, 7);

    [Fact]
    public void Between_AnyWorld_AreTheFirstOfAllSimplePaths() => ForAll(worlds =>
    {
        var network = new IndexedNetwork(worlds.Any(7));
        var paths = new HopPaths(network, 8);
        for (var u = 0; u < network.NodeCount; u++)
        {
            for (var v = u + 1; v < network.NodeCount; v++)
            {
                var all = new List<HopPath>();
                Extend(network, [u], [], v, all);
                all.Sort(HopPath.ShortestFirst);
                Assert.Equal(all.Take(8).Select(p => p.Links), paths.Between(u, v).Select(p => p.Links));
                Assert.Equal(
                    all.Take(8).Select(p => p.Nodes.Reverse()),
                    paths.Between(v, u).Select(p => p.Nodes.AsEnumerable()));
            }
        }
    });

    [Theory]
    [InlineData(8)]
    [InlineData(null)]
    public void Solve_AnyWorld_IsProvenOptimalByItsPrices(int? pathsPerFlow) => ForAll(worlds =>
    {
        var network = new IndexedNetwork(worlds.Any(20));
        var paths = new HopPaths(network, pathsPerFlow ?? 8);
        var readings = new EntsReadings(PathsPerFlow: pathsPerFlow);
        var flows = Enumerable.Range(0, 40)
            .Select(_ => new JrbaFlow(
                worlds.Whole(0, network.NodeCount - 1), worlds.Whole(0, network.NodeCount - 1), worlds.Real(0.01, 2)))
            .Where(f => f.From != f.To && paths.Between(f.From, f.To).Length > 0).ToList();
        if (flows.Count == 0)
        {
            return;
        }

        var result = new Jrba(network, paths, readings).Solve(flows, network.Capacity, 1)!;
        Assert.True(result.RelaxedTime <= result.TransferTime * (1 + 1e-9));
        if (pathsPerFlow is not null)
        {
            var (time, bound) = Duality(network, paths, flows);
            Assert.Equal(time, result.RelaxedTime, time * 1e-9);
            Assert.Equal(time, bound, time * 1e-6);
        }
        else
        {
            var few = new Jrba(network, paths, EntsReadings.Default).Solve(flows, network.Capacity, 1)!;
            Assert.True(result.RelaxedTime <= few.RelaxedTime * (1 + 1e-6));
        }
    });

    /// <summary>TH* and the bound that its prices prove: Σ V_i · (cheapest path) / Σ B_l · price_l.</summary>
    private static (double Time, double Bound) Duality(IndexedNetwork network, HopPaths paths, List<JrbaFlow> flows)
    {
        int[] open = [.. Enumerable.Range(network.NodeCount, network.Capacity.Length - network.NodeCount)
            .Where(r => network.Capacity[r] > 0)];
        var columns = flows.Select(f =>
        {
            var column = new PathColumns(f.Volume);
            foreach (var p in paths.Between(f.From, f.To))
            {
                column.Add(p, Array.ConvertAll(p.Resources, r => Array.IndexOf(open, r)));
            }

            return column;
        }).ToArray();
        var program = new CongestionProgram(columns, [.. open.Select(r => network.Capacity[r])]);
        program.Solve();
        var price = program.Prices();
        var cost = columns.Sum(c => c.Volume * Enumerable.Range(0, c.Count).Min(k => c.Rows(k).Sum(l => price[l])));
        foreach (var (shares, column) in program.Shares().Zip(columns))
        {
            Assert.Equal(1, shares.Sum(), 1e-6);
        }

        return (program.Time, cost / open.Select((r, l) => network.Capacity[r] * price[l]).Sum());
    }

    private static void Extend(IndexedNetwork network, int[] nodes, int[] links, int target, List<HopPath> all)
    {
        if (nodes[^1] == target)
        {
            all.Add(new HopPath(nodes, links, 0));
            return;
        }

        for (var a = network.ArcStart[nodes[^1]]; a < network.ArcStart[nodes[^1] + 1]; a++)
        {
            if (!nodes.Contains(network.ArcHead[a]))
            {
                Extend(network, [.. nodes, network.ArcHead[a]], [.. links, network.ArcLink[a]], target, all);
            }
        }
    }

    private static void ForAll(Action<Worlds> property) => Prop.ForAll<uint>(
        ArbMap.Default.ArbFor<uint>(), seed => property(new Worlds(seed))).Check(s_config);
}
