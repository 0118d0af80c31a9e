using EdgeFlow.Planning.Bandwidth;
using Xunit;

namespace EdgeFlow.Tests.Planning;

/// <summary>The golden vectors of ents.md §3.7, read with one rate a job and water-filling, and the rules of
/// filling.</summary>
public sealed class WaterFillingTests
{
    [Fact]
    public void Fill_G1OneJobTwoFlowsOnOneLink_SplitsByVolume() =>
        Assert.Equal([3.333333333333], Rates([10], Job([0], [3])));

    [Fact]
    public void Fill_G2NarrowLinkDoesNotBind_GivesTheWideLinksShare() =>
        Assert.Equal([1.666666666667], Rates([10, 4], Job([0, 1], [6, 2])));

    [Fact]
    public void Fill_G3BottleneckElsewhere_GivesTheRestToTheOther() =>
        Assert.Equal([1, 9], Rates([10, 1], Job([0, 1], [1, 1]), Job([0], [1])));

    [Fact]
    public void Fill_G4LaterJobOnAFullLink_IsNotStarved() =>
        Assert.Equal([5, 5], Rates([10], Job([0], [1]), Job([0], [1])));

    [Fact]
    public void Fill_Weights_AreRatiosOfRates() =>
        Assert.Equal([2, 8], Rates([10], Job([0], [1]), Job([0], [1], weight: 4)));

    [Fact]
    public void Fill_CapReached_LeavesTheRestToOthers() =>
        Assert.Equal([3, 7], Rates([10], Job([0], [1], cap: 3), Job([0], [1])));

    [Fact]
    public void Fill_Floor_IsGrantedBeforeSharing() =>
        Assert.Equal([8, 1, 1], Rates([10], Job([0], [1], floor: 8), Job([0], [1]), Job([0], [1])));

    [Fact]
    public void Fill_FloorsExceedCapacity_SaysSo() =>
        Assert.False(new WaterFilling().Fill([10], [Job([0], [1], floor: 8), Job([0], [1], floor: 3)], 1).FloorsFit);

    [Fact]
    public void Fill_LinkFloor_HoldsBandwidthThatTheRateDoesNotUse()
    {
        // Resource 0 is a node that limits the first job to 1; its flow holds 6 of the link all the same.
        var result = new WaterFilling().Fill([1, 10], [Job([0, 1], [1, 1], linkFloor: 6), Job([1], [1])], 1);
        Assert.Equal([1.0, 4.0], result.Rates);
        Assert.Equal([0, 1], result.Bottleneck);
    }

    [Fact]
    public void Fill_LinkFloorOutgrown_SharesTheLink() =>
        Assert.Equal([5, 5], new WaterFilling().Fill([10], [Job([0], [1], linkFloor: 3), Job([0], [1])], 0).Rates);

    private static FillDemand Job(
        int[] resources, double[] amounts, double weight = 1, double floor = 0, double cap = 1e6,
            double linkFloor = 0) =>
        new(weight, floor, cap, linkFloor, resources, amounts);

    private static double[] Rates(double[] capacity, params FillDemand[] jobs)
    {
        var result = new WaterFilling().Fill(capacity, jobs, capacity.Length);
        Assert.True(result.FloorsFit);
        return [.. result.Rates.Select(r => Math.Round(r, 12))];
    }
}
