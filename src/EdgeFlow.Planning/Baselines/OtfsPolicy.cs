using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// OTFS, Online Task allocation and Flow Scheduling (ENTS Algorithm 3): each waiting job by Algorithm 1
/// (<see cref="TaskAllocation"/>) on residual R_avail and B_l, its flows by a JRBA of their own on residual B_l
/// (<see cref="JobRouting"/>); earlier jobs are left alone. Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
/// <param name="name">The policy's name where the readings are not the defaults.</param>
public sealed class OtfsPolicy(EntsReadings? readings = null, string name = "otfs/1") : IPolicy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        var paths = new HopPaths(ledger.Network, ledger.Readings.PathsPerFlow ?? EntsReadings.DefaultPaths);
        var counted = ledger.Readings.ResidualBandwidth ?? true ? ledger.FreeBandwidth : ledger.Network.Capacity;
        var average = new AverageBandwidth(ledger.Network, paths, ledger.Readings.AverageBandwidth, counted);
        return new BaselineSession(
            snapshot, ledger, new TaskAllocation(average), new JobRouting(ledger, paths, seed)).Run(Name, seed);
    }
}
