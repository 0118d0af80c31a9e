using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.Baselines;

/// <summary>What holds for every baseline on every network: the verifier is content, planning again changes nothing,
/// the
/// same seed gives the same bytes; also when capacities drop and under the other readings.</summary>
public sealed class BaselineProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20261121, 7);

    private static readonly EntsReadings s_others = new(
        AverageBandwidthReading.WidestPath, ResidualBandwidth: true, CapAtCompute: true, PathsPerFlow: 2,
        RoundingTrials: 4, StrictMemory: true, MergeFlows: true, LeastAbsoluteUse: true, SourceFirst: true,
        MaxMinSharing: true);

    public static TheoryData<string> Names =>
        [.. new[] { "otfa", "otfa+", "otfs", "tp", "jrba", "br", "lr", "first-fit", "random" }];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_AnyWorld_IsSound(string name) => ForAll(
        worlds => Sound.Plan(worlds.Any(), 3, PolicyCatalog.Find(name)!.Make()));

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_CapacitiesDrop_StaysSound(string name) => ForAll(worlds =>
    {
        var policy = PolicyCatalog.Find(name)!.Make();
        var before = worlds.Any();
        var adopted = before.Adopt(Planner.Plan(before, 1, policy));
        Sound.Plan(Weaker(worlds, adopted), 1, policy);
    });

    [Fact]
    public void Plan_OtherReadings_IsSound() => ForAll(worlds =>
    {
        var snapshot = worlds.Any();
        Sound.Plan(snapshot, 1, new LeastRequestPolicy(s_others));
        Sound.Plan(snapshot, 1, new BalancedResourcePolicy(s_others));
        Sound.Plan(snapshot, 1, new TaskPartitionPolicy(s_others));
        Sound.Plan(snapshot, 1, new OtfsPolicy(s_others));
        Sound.Plan(snapshot, 1, new OtfaPolicy(s_others with { ResidualBandwidth = false }));
    });

    [Fact]
    public void Find_EveryName_IsItsOwnPolicy()
    {
        foreach (var entry in PolicyCatalog.All)
        {
            Assert.Same(entry, PolicyCatalog.Find(entry.Name));
            Assert.Same(entry, PolicyCatalog.Find(entry.Make().Name));
        }

        Assert.Null(PolicyCatalog.Find("no-such-policy"));
    }

    private static NetworkSnapshot Weaker(Worlds worlds, NetworkSnapshot snapshot) => snapshot with
    {
        Links = [.. snapshot.Links.Select(l => worlds.Whole(0, 3) > 0 ? l
            : l with { Capacity = new BitsPerSecond(l.Capacity.Value / worlds.Whole(1, 5)) })],
        Nodes = [.. snapshot.Nodes.Select(n => worlds.Whole(0, 3) > 0 ? n
            : n with { Capacity = n.Capacity with { Memory = new Bytes(n.Capacity.Memory.Value / 2) } })],
    };

    private static void ForAll(Action<Worlds> property) => Prop.ForAll<uint>(
        ArbMap.Default.ArbFor<uint>(), seed => property(new Worlds(seed))).Check(s_config);
}
