using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// Random: each task on a node drawn evenly among those with room for it; shortest paths with equal sharing, as TP. The
/// zero of every scale. The same seed draws the same. Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
public sealed class RandomPolicy(EntsReadings? readings = null) : IPolicy
{
    /// <inheritdoc/>
    public string Name => "random/1";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        return new BaselineSession(
            snapshot, ledger, new RandomFit(seed), new EqualSharing(ledger, new HopPaths(ledger.Network, 1)))
            .Run(Name, seed);
    }
}
