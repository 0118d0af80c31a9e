using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>A request: nodes on nodes of their own, links on one path each, whole or not at all.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Arrival">When it comes.</param>
/// <param name="Lifetime">How long it stays once accepted.</param>
/// <param name="Cpu">CPU of each of its nodes.</param>
/// <param name="Links">Its links.</param>
public sealed record EmbeddingRequest(
    int Id, double Arrival, double Lifetime, IReadOnlyList<int> Cpu, IReadOnlyList<EmbeddingLink> Links)
{
    /// <summary>Revenue: Σ CPU + Σ bandwidth.</summary>
    public int Revenue => Cpu.Sum() + Links.Sum(l => l.Bandwidth);

    /// <summary>The request as a stream job of exactly 1 frame/s.</summary>
    public SnapshotJob ToJob() => EmbeddingSnapshot.Job(this);
}
