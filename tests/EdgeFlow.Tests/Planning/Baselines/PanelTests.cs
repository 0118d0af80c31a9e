using EdgeFlow.Planning;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Baselines;

/// <summary>The rates of Fig. 3.2 (ents.md §1.7): 2, 2.5, 10/3 and 4, from the baselines themselves.</summary>
public sealed class PanelTests
{
    [Fact]
    public void Plan_LeastRequest_HasTheRateOfPanelC() => Assert.Equal(2, Rate(new LeastRequestPolicy()), 1e-5);

    [Fact]
    public void Plan_TaskPartition_HasTheRateOfPanelD()
    {
        var plan = Sound.Plan(MotivatingExample.Snapshot, 1, new TaskPartitionPolicy()).Jobs[0];
        Assert.Equal("e4", plan.On("a"));
        Assert.All("bcdef", task => Assert.Equal("e1", plan.On($"{task}")));
        Assert.Equal(2.5, plan.Rate.Value, 1e-5);
    }

    [Fact]
    public void Allocate_BothFlowsOnOnePath_HasTheRateOfPanelE()
    {
        var b = ProportionalSplit.Allocate([10], [2, 1], [OneLink(0), OneLink(0)]);
        Assert.Equal(10.0 / 3, Math.Min(b[0] / 2, b[1] / 1), 1e-12);
    }

    [Fact]
    public void Plan_StrongestOtfa_HasTheRateOfPanelF() =>
        Assert.Equal(4, Rate(new OtfaPolicy(EntsReadings.Strongest)), 1e-5);

    [Theory]
    [InlineData(1.875, 0.125, 0, 1, 0.2)]
    [InlineData(0.875, 1.125, 1, 0, 1.0 / 3)]
    public void Largest_EitherOptimalVertex_RoundsToItsTransferTime(
        double acOnA, double acOnB, double abOnA, double abOnB, double expected)
    {
        // Path A of capacity 10, path B of 6; both vertices have TH* = 0.1875 (ents.md §3.2).
        var routes = new[] { OneLink(0), OneLink(1) };
        var ac = routes[Rounding.Largest([acOnA / 2, acOnB / 2])];
        var ab = routes[Rounding.Largest([abOnA, abOnB])];
        Assert.Equal(expected, ProportionalSplit.TransferTime([10, 6], [2, 1], [ac, ab]), 1e-12);
    }

    [Fact]
    public void Solve_FlowsOfPanelF_ReachTheRelaxedTime()
    {
        var network = new IndexedNetwork(MotivatingExample.Snapshot);
        var jrba = new Jrba(network, new HopPaths(network, 8), EntsReadings.Default);
        var (e4, e1) = (network.NodeOf(new("e4")), network.NodeOf(new("e1")));
        var result = jrba.Solve([new(e4, e1, 1 * Mega), new(e4, e1, 2 * Mega)], network.Capacity, 1)!;
        Assert.Equal(0.1875, result.RelaxedTime, 1e-9);
        Assert.True(result.TransferTime < 0.2 + 1e-9 || Math.Abs(result.TransferTime - 1.0 / 3) < 1e-9);
    }

    private static double Rate(IPolicy policy) => Sound.Plan(MotivatingExample.Snapshot, 1, policy).Jobs[0].Rate.Value;

    private static IndexedRoute OneLink(int link) => new([0, 1], [link], [link]);
}
