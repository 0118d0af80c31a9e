using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Baselines;

/// <summary>The golden vectors of JRBA's allocation (ents.md §3.7).</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Allocate_G1TwoFlowsOnOneLink_SplitsByVolume() =>
        AssertSplit([10], [2, 1], [[0], [0]], [20.0 / 3, 10.0 / 3], 0.3);

    [Fact]
    public void Allocate_G2FlowOverTwoLinks_LeavesBandwidthIdle() =>
        AssertSplit([10, 4], [2, 4], [[0, 1], [0]], [10.0 / 3, 20.0 / 3], 0.6);

    [Fact]
    public void Allocate_G3NarrowSecondLink_IsNotWorkConserving() =>
        AssertSplit([10, 1], [1, 1], [[0, 1], [0]], [1, 5], 1);

    [Fact]
    public void Plan_G4SecondJobOnAFullLink_WaitsUnlessTheFirstIsCapped()
    {
        // One link of 10, two jobs of one flow of 1 each; computation would allow 2 frames/s.
        var snapshot = Snapshot(
            [Node("a", 1), Node("b", 2)], [Link("a", "b", 10)], [.. new[] { "j1", "j2" }.Select(id => Job(
                id, Stream(), [Task("s", 0, pin: "a"), Task("t", 1, pin: "b")], Flow("s", "t", 1)))]);

        var filled = Sound.Plan(snapshot, 1, new OtfsPolicy());
        Assert.Equal(["j2"], filled.Waiting.Select(w => w.Job.Value));
        Assert.Equal(10 * Mega, filled.Jobs[0].Allocations[0].Bandwidth.Value, 1.0);

        var capped = Sound.Plan(snapshot, 1, new OtfsPolicy(new EntsReadings(CapAtCompute: true)));
        Assert.Empty(capped.Waiting);
        Assert.All(capped.Jobs, j => Assert.Equal(1, j.Rate.Value, 1e-5));
    }

    private static void AssertSplit(
        double[] capacity, double[] volumes, int[][] links, double[] expected, double slowest)
    {
        IndexedRoute[] routes = [.. links.Select(l => new IndexedRoute([], l, l))];
        var b = ProportionalSplit.Allocate(capacity, volumes, routes);
        Assert.Equal(expected, b, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(slowest, ProportionalSplit.TransferTime(capacity, volumes, routes), 1e-12);
    }
}
