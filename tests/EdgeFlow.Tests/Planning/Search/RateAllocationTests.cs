using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Search;
using Xunit;

namespace EdgeFlow.Tests.Planning.Search;

/// <summary>The rates for an objective, where the best is known by hand.</summary>
public sealed class RateAllocationTests
{
    // One long job over both links, one short job on each: the classic line network.
    private static readonly double[] Line = [1, 1];

    private static readonly FillDemand[] Three = [Demand(1, [0, 1]), Demand(1, [0]), Demand(1, [1])];

    [Fact]
    public void PackedRates_LineWithFloors_GivesTheLongJobItsFloorOnly()
    {
        var rates = PackedRates.Find(Line, Three, [0.1, 0, 0], [0.5, 0.5, 0.5], _ => 1, 0);

        Assert.Equal([0.1, 0.9, 0.9], rates.Select(r => Math.Round(r, 9)));
    }

    [Fact]
    public void PackedRates_HeavyLongJob_GivesItAll()
    {
        FillDemand[] heavy = [Demand(3, [0, 1]), Three[1], Three[2]];

        var rates = PackedRates.Find(Line, heavy, [0, 0, 0], [0.5, 0.5, 0.5], d => d.Weight, 0);

        Assert.Equal([1, 0, 0], rates.Select(r => Math.Round(r, 9)));
    }

    [Fact]
    public void PackedRates_RateBelowTheLatencyFloor_UsesNodesOnly()
    {
        // Resource 0 is a node. The job holds the whole link for its bound, so its rate is limited by the node alone.
        FillDemand[] bound = [new FillDemand(1, 0, 100, 10, [0, 1], [0.25, 1])];

        var rates = PackedRates.Find([1, 10], bound, [0], [4], _ => 1, 1);

        Assert.Equal(4, rates[0], 1e-6);
    }

    [Fact]
    public void FairPrices_Line_GivesTheLongJobHalfOfWhatTheShortOnesGet()
    {
        var rates = FairPrices.Find(Line, Three, [0.5, 0.5, 0.5], 0);

        Assert.Equal(1 / 3.0, rates[0], 5e-3);
        Assert.Equal(2 / 3.0, rates[1], 5e-3);
        Assert.True(rates[0] + rates[1] <= 1 && rates[0] + rates[2] <= 1);
    }

    [Fact]
    public void Floors_OfManyRates_KeepTheLowestTenth()
    {
        var fair = Enumerable.Range(1, 21).Select(k => (double)k).ToArray();

        var floors = RateAllocation.Floors([.. fair.Select(_ => Demand(1, [0]))], fair);

        Assert.Equal([1, 2, 3, 3, 3], floors.Take(5));
    }

    [Fact]
    public void ShortfallOf_LowerTenth_IsWhatIsMissed()
    {
        var held = new HeldRates(1, 2);

        Assert.Equal(0, held.ShortfallOf([1, .. Enumerable.Repeat(2.0, 10)]));
        Assert.Equal(0.5, held.ShortfallOf([.. Enumerable.Repeat(1.0, 11), 5]), 1e-12);
    }

    private static FillDemand Demand(double weight, int[] resources) =>
        new(weight, 0, 1000, 0, resources, [.. resources.Select(_ => 1.0)]);
}
