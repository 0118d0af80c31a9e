using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Metrics;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Experiments;

/// <summary>The ENTS instances are what ents.md §4 says, and the same for the same seed.</summary>
public sealed class EntsWorldTests
{
    [Fact]
    public void Snapshot_DefaultSettings_AreThoseOfTheSpecification()
    {
        var snapshot = new EntsWorld(3, EntsSettings.Default).Snapshot(30, 50);
        Assert.Equal(45, snapshot.Links.Count);
        Assert.Equal(["pi", "pi", "pi", "pi", "nano", "nano", "nx", "nx"],
            snapshot.Nodes.Take(8).Select(n => n.Capacity.Kind));
        Assert.All(snapshot.Links, l => Assert.True(l.Capacity.Value >= 100_000));
        Assert.All(snapshot.Jobs, j => Assert.Equal((11, 16), (j.Tasks.Count, j.Flows.Count)));
        Assert.All(snapshot.Jobs, j => Assert.Equal(4_000_000_000, j.Tasks.Sum(t => t.Memory.Value)));
    }

    [Theory]
    [InlineData(BandwidthShape.Normal)]
    [InlineData(BandwidthShape.Uniform)]
    public void Network_ManyLinks_HaveTheMeanAndDeviationAsked(BandwidthShape shape)
    {
        var settings = EntsSettings.Default with { Shape = shape, Deviation = 0.3 };
        var megabits = new EntsWorld(1, settings).Network(2000).Links.Select(l => l.Capacity.Value / 1e6).ToList();
        var mean = megabits.Average();
        Assert.Equal(1, mean, 0.03);
        Assert.Equal(0.3, Math.Sqrt(megabits.Average(m => (m - mean) * (m - mean))), 0.03);
    }

    [Fact]
    public void Snapshot_SameSeed_HasTheSameBytes()
    {
        foreach (var shape in Enum.GetValues<JobShape>())
        {
            var settings = EntsSettings.Default with { Jobs = shape, Sources = SourceChoice.Distinct };
            var snapshot = new EntsWorld(7, settings).Snapshot(20, 20);
            Assert.Equal(
                SnapshotCanonical.Hash(snapshot), SnapshotCanonical.Hash(new EntsWorld(7, settings).Snapshot(20, 20)));
            Assert.Equal(20, snapshot.Jobs.Select(j => j.Tasks[0].Constraints.Nodes[0]).Distinct().Count());
        }
    }

    [Fact]
    public void Of_Rates_GivesTheSummary()
    {
        var summary = RateSummary.Of([4, 1, 3, 2, 0, 0, 0, 0, 0, 0]);
        Assert.Equal((1, 0, 0, 0), (summary.Average, summary.Min, summary.P10, summary.Median));
        Assert.Equal(100.0 / (10 * 30), summary.Jain, 1e-12);
        Assert.Equal(new RateSummary(0, 0, 0, 0, 0), RateSummary.Of([]));
    }
}
