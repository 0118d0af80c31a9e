using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;
using Xunit;
using Xunit.Abstractions;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>How near tier 0 comes to the optimum: by trying everything on tiny instances, and on instances with a
/// proven one.</summary>
public sealed class TierZeroQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void Plan_TinyInstances_ComesNearTheBest()
    {
        var ratios = new List<double>();
        for (var seed = 0; seed < 60; seed++)
        {
            var worlds = new Worlds((ulong)seed);
            var nodes = worlds.Nodes(4)
                .Select(n => n with { Capacity = n.Capacity with { Taints = Untainted } }).ToArray();
            var job = Job(
                "j", Stream(),
                [
                    Task("t0", worlds.Real(0, 1), pin: nodes[0].Id.Value),
                    Task("t1", worlds.Real(0.1, 4)), Task("t2", worlds.Real(0.1, 4)),
                ],
                Flow("t0", "t1", worlds.Real(0.01, 2)), Flow("t1", "t2", worlds.Real(0.01, 2)),
                Flow("t0", "t2", worlds.Real(0.01, 2)));
            var links = worlds.Links(nodes)
                .Select(l => l with { Capacity = new(Math.Max(l.Capacity.Value, Mega / 2)) });
            var snapshot = Snapshot(nodes, [.. links], job);
            ratios.Add(Sound.Plan(snapshot).Jobs[0].Rate.Value / BestRate(snapshot));
        }

        var (mean, worst) = (ratios.Average(), ratios.Min());
        output.WriteLine(FormattableString.Invariant(
            $"60 instances of 3 tasks on 4 nodes: mean {mean:0.0000}, worst {worst:0.0000} of the best rate, ")
            + $"best found in {ratios.Count(r => r > 1 - 1e-6)}");
        Assert.True(ratios.Average() >= 0.98 && ratios.Min() >= 0.85, $"{ratios.Average()} {ratios.Min()}");
    }

    [SkippableFact]
    public void Plan_InstancesWithProvenOptimum_ComesNear()
    {
        var path = Path.Combine(Onnx.SharedData.Repository, "..", "shared", "data", "planner", "exact.json");
        Skip.IfNot(File.Exists(path), $"{path} is not on this machine.");
        var ratios = new List<double>();
        foreach (var instance in ExactFile.Read(path))
        {
            ratios.Add(Sound.Plan(instance.Snapshot).Jobs.Min(j => j.Rate.Value) / instance.Rate);
            output.WriteLine(FormattableString.Invariant(
                $"{instance.Name,-24} {ratios[^1]:0.000} of the proven {instance.Rate:0.0000}"));
        }

        var (mean, optimal) = (ratios.Average(), ratios.Count(r => r > 0.999));
        output.WriteLine(FormattableString.Invariant(
            $"mean {mean:0.0000}, worst {ratios.Min():0.000}, optimal {optimal} of {ratios.Count}"));
        Assert.True(ratios.Average() >= 0.95, $"mean {ratios.Average()}");
        Assert.All(ratios, r => Assert.True(r <= 1 + 1e-6, "above a proven optimum"));
    }

    private static Dictionary<string, string> Untainted => [];

    /// <summary>Every placement, every simple path of every flow.</summary>
    private static double BestRate(NetworkSnapshot snapshot)
    {
        var network = new IndexedNetwork(snapshot);
        var job = new IndexedJob(snapshot.Jobs[0], network);
        var paths = new Dictionary<(int, int), List<IndexedRoute>>();
        for (var u = 0; u < network.NodeCount; u++)
        {
            Extend(network, [u], [], [], paths);
        }

        var best = 0.0;
        for (var b = 0; b < network.NodeCount; b++)
        {
            for (var c = 0; c < network.NodeCount; c++)
            {
                int[] node = [0, b, c];
                foreach (var routes in Combinations(job, node, paths, 0))
                {
                    var shares = new Shares(network, [new PlacedJob(network, job, new Embedding(node, [.. routes]))]);
                    best = shares.Fit ? Math.Max(best, shares.Rates[0]) : best;
                }
            }
        }

        return best;
    }

    private static IEnumerable<IEnumerable<IndexedRoute>> Combinations(
        IndexedJob job, int[] node, Dictionary<(int, int), List<IndexedRoute>> paths, int flow) =>
        flow == job.Flows.Length ? [[]]
            : paths.GetValueOrDefault((node[job.Flows[flow].From], node[job.Flows[flow].To]), [])
                .SelectMany(p => Combinations(job, node, paths, flow + 1).Select(rest => rest.Prepend(p)));

    private static void Extend(
        IndexedNetwork network, int[] nodes, int[] links, int[] resources, Dictionary<(int, int),
            List<IndexedRoute>> found)
    {
        found.TryAdd((nodes[0], nodes[^1]), []);
        found[(nodes[0], nodes[^1])].Add(new IndexedRoute(nodes, links, resources));
        for (var a = network.ArcStart[nodes[^1]]; a < network.ArcStart[nodes[^1] + 1]; a++)
        {
            if (!nodes.Contains(network.ArcHead[a]))
            {
                Extend(
                    network, [.. nodes, network.ArcHead[a]], [.. links, network.ArcLink[a]],
                    [.. resources, network.ArcResource[a]], found);
            }
        }
    }
}
