using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// OTFA, Online Task allocation joint Flow Adjustment (ENTS Algorithm 4): each waiting job by Algorithm 1
/// (<see cref="TaskAllocation"/>), then the flows of all jobs, running ones too, routed and split anew by one JRBA
/// (<see cref="JointRouting"/>). Tasks that run never move. avgBw counts whole capacities, since all bandwidth is split
/// anew, or under the other reading of A4 what running jobs hold is taken off. Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
/// <param name="name">The policy's name where the readings are not the defaults, e.g. <c>otfa+/1</c>.</param>
public sealed class OtfaPolicy(EntsReadings? readings = null, string name = "otfa/1") : IPolicy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        var paths = new HopPaths(ledger.Network, ledger.Readings.PathsPerFlow ?? EntsReadings.DefaultPaths);
        var counted = ledger.Readings.ResidualBandwidth ?? false ? ledger.FreeBandwidth : ledger.Network.Capacity;
        var average = new AverageBandwidth(ledger.Network, paths, ledger.Readings.AverageBandwidth, counted);
        return new BaselineSession(
            snapshot, ledger, new TaskAllocation(average), new JointRouting(ledger, paths, seed)).Run(Name, seed);
    }
}
