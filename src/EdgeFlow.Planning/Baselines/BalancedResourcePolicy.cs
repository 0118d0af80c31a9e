using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// BR, BalancedResourceAllocation (ENTS §3.6.1): the whole job on the node that balances consumption among the nodes
/// best, that is with the least standard deviation of all nodes' used fractions of memory after the placement (the form
/// that lets powerful nodes take more jobs, which is the text's reason for BR &gt; LR). Kubernetes' own score compares
/// fractions of processor and memory; with one scalar R (A24) it is the same for all. Network and rate as LR. Stateless
/// and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
/// <param name="name">Name and version, another one for other readings.</param>
public sealed class BalancedResourcePolicy(EntsReadings? readings = null, string name = "br/1") : IPolicy
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

    private static double Score(Ledger ledger, int node, long bytes)
    {
        var used = ledger.Network.Nodes.Select((n, u) =>
        {
            double capacity = n.Capacity.Memory.Value;
            return (capacity - ledger.FreeMemory[u] + (u == node ? bytes : 0)) / Math.Max(1, capacity);
        }).ToArray();
        var mean = used.Average();
        return Math.Sqrt(used.Sum(x => (x - mean) * (x - mean)) / used.Length);
    }
}
