using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Baselines.Routing;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// JRBA (ENTS Algorithm 2) by itself: placements as <see cref="LeastRequestPolicy"/> makes them, the flows of all jobs
/// routed and split by one JRBA. Beside LR it shows what routing and bandwidth alone are worth; beside OTFA, what
/// placement is. Stateless and thread-safe.
/// </summary>
/// <param name="readings">How the ambiguities are read; null for the defaults.</param>
public sealed class JrbaPolicy(EntsReadings? readings = null) : IPolicy
{
    /// <inheritdoc/>
    public string Name => "jrba/1";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var ledger = new Ledger(new IndexedNetwork(snapshot), readings ?? EntsReadings.Default);
        var paths = new HopPaths(ledger.Network, ledger.Readings.PathsPerFlow ?? EntsReadings.DefaultPaths);
        return new BaselineSession(
            snapshot, ledger, new WholeJob(LeastRequestPolicy.Score), new JointRouting(ledger, paths, seed))
            .Run(Name, seed);
    }
}
