using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// TP, Task Partition (ENTS §3.6.1): tasks split over nodes by least execution time, transfer plus computation
/// (Algorithm 1, <see cref="TaskAllocation"/>); shortest paths; flows on a link share it equally, b_i = min_l B_l / n_l
/// over the flows of all jobs, anew at each arrival and departure (A31). Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
public sealed class TaskPartitionPolicy(EntsReadings? readings = null) : IPolicy
{
    /// <inheritdoc/>
    public string Name => "tp/1";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        var paths = new HopPaths(ledger.Network, ledger.Readings.PathsPerFlow ?? EntsReadings.DefaultPaths);
        var average = new AverageBandwidth(
            ledger.Network, paths, ledger.Readings.AverageBandwidth, ledger.Network.Capacity);
        return new BaselineSession(snapshot, ledger, new TaskAllocation(average), new EqualSharing(ledger, paths))
            .Run(Name, seed);
    }
}
