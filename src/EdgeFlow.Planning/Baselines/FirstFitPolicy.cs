using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// First-fit: each task on the first node, by id, with room for it; shortest paths with equal sharing, as TP. What a
/// scheduler that looks at room alone reaches. Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
public sealed class FirstFitPolicy(EntsReadings? readings = null) : IPolicy
{
    /// <inheritdoc/>
    public string Name => "first-fit/1";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        return new BaselineSession(
            snapshot, ledger, new FirstFit(), new EqualSharing(ledger, new HopPaths(ledger.Network, 1)))
            .Run(Name, seed);
    }
}
