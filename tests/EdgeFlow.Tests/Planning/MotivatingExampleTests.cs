using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>ENTS §3.2.3, Fig. 3.2: rates 2, 2.5, 10/3 and 4 of the four strategies (ents.md §1.7).</summary>
public sealed class MotivatingExampleTests
{
    // Path capacities 10 (by e2) and 6 (by e3), speed 200 at e1, C_a = 5, five tasks of 10, D_ac = 2, D_ab = 1, input
    // 5.
    private static readonly SnapshotNode[] s_nodes =
        [Node("e1", 200, 11), Node("e2", 20, 3), Node("e3", 20, 3), Node("e4", 20, 3), Node("e5", 20, 3)];

    private static readonly SnapshotLink[] s_links =
        [Link("e4", "e2", 10), Link("e2", "e1", 10), Link("e4", "e3", 6), Link("e3", "e1", 6), Link("e5", "e1", 4)];

    private static readonly SnapshotJob s_job = Job(
        "j", Stream(),
        [
            Task("a", 5, memory: 1), Task("b", 10, memory: 2), Task("c", 10, memory: 2), Task("d", 10, memory: 2),
            Task("e", 10, memory: 2), Task("f", 10, memory: 2), Task("source", 0, pin: "e4"),
        ],
        Flow("source", "a", 5), Flow("a", "b", 1), Flow("a", "c", 2), Flow("b", "d", 1), Flow("c", "d", 1),
        Flow("d", "e", 1), Flow("e", "f", 1));

    [Fact]
    public void Fill_WholeJobOnOneNode_HasTheRateOfPanelC() =>
        Assert.Equal(2, RateOf("e1", "e2", "e2"), 1e-6);

    [Fact]
    public void Fill_FlowsShareThePath_HasTheRateOfPanelE() =>
        Assert.Equal(10.0 / 3, RateOf("e4", "e2", "e2"), 1e-6);

    [Fact]
    public void Fill_FlowsOnTheirOwnPaths_HasTheRateOfPanelF() =>
        Assert.Equal(4, RateOf("e4", "e3", "e2"), 1e-6);

    [Fact]
    public void Fill_EqualSplitOfThePath_HasTheRateOfPanelD()
    {
        // Two flows of one weight, 2 and 1 a frame, each with half of 10: the slower decides.
        double[] capacity = [10];
        var equal = new WaterFilling().Fill(
            capacity, [new FillDemand(1, 0, 1e6, 0, [0], [1]), new FillDemand(1, 0, 1e6, 0, [0], [1])], 0);
        Assert.Equal(2.5, Math.Min(equal.Rates[0] / 2, equal.Rates[1] / 1), 1e-9);
    }

    [Fact]
    public void Plan_MotivatingExample_ReachesAtLeastTheBestPanel()
    {
        var proposal = Sound.Plan(Snapshot(s_nodes, s_links, s_job));
        Assert.True(proposal.Jobs[0].Rate.Value >= 4 - 1e-6, Sound.Text(proposal));
    }

    /// <summary>Task a on the given node, all others on e1; ab and ac over the given middle nodes.</summary>
    private static double RateOf(string a, string abVia, string acVia)
    {
        var network = new IndexedNetwork(Snapshot(s_nodes, s_links, s_job));
        var job = new IndexedJob(s_job, network);
        var node = job.Tasks.Select(t => network.NodeOf(new EdgeFlow.Domain.Ids.NodeId(
            t.Id.Value == "source" ? "e4" : t.Id.Value == "a" ? a : "e1"))).ToArray();
        var routes = job.Flows.Select(f => node[f.From] == node[f.To] ? IndexedRoute.Within(node[f.From])
            : Via(network, f.Id.To.Value == "b" ? abVia : acVia)).ToArray();
        var shares = new Shares(network, [new PlacedJob(network, job, new Embedding(node, routes))]);
        Assert.True(shares.Fit);
        return shares.Rates[0];
    }

    private static IndexedRoute Via(IndexedNetwork network, string middle)
    {
        int[] links = [network.LinkOf(new($"e4-{middle}")), network.LinkOf(new($"{middle}-e1"))];
        return new IndexedRoute(
            [network.NodeOf(new("e4")), network.NodeOf(new(middle)), network.NodeOf(new("e1"))], links,
            [network.LinkResource(links[0], true), network.LinkResource(links[1], true)]);
    }
}
