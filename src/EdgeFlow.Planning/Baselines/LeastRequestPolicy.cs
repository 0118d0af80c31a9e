using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// LR, LeastRequestPriority (ENTS §3.6.1, common in Kubernetes): the whole job on the node with the least resource
/// consumption among those with R_avail ≥ Σ R_req. Consumption is the used fraction of memory (A24: R is one scalar),
/// or
/// under the other reading of A30 its absolute amount. The input takes the shortest path with equal sharing; rate =
/// 1 / max(input transfer, compute bound). Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
/// <param name="name">Name and version, another one for other readings.</param>
public sealed class LeastRequestPolicy(EntsReadings? readings = null, string name = "lr/1") : IPolicy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        return new BaselineSession(
            snapshot, ledger, new WholeJob(Score), new EqualSharing(ledger, new HopPaths(ledger.Network, 1)))
            .Run(Name, seed);
    }

    /// <summary>What is used of a node: 0 is idle.</summary>
    internal static double Score(Ledger ledger, int node, long bytes)
    {
        var capacity = ledger.Network.Nodes[node].Capacity.Memory.Value;
        double used = capacity - ledger.FreeMemory[node];
        return ledger.Readings.LeastAbsoluteUse ? used : used / Math.Max(1, capacity);
    }
}
