using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>Requests that come and go on one network, and what others reached on them.</summary>
/// <param name="Name">Its name: that of the file, or the generator's settings.</param>
/// <param name="Cpu">CPU of each node, by number.</param>
/// <param name="Links">The links, undirected, each with one bandwidth for both directions.</param>
/// <param name="Requests">The requests in the order in which they arrive.</param>
/// <param name="Results">What heuristics reached, by name; empty when nobody tried.</param>
public sealed record EmbeddingInstance(
    string Name, IReadOnlyList<int> Cpu, IReadOnlyList<EmbeddingLink> Links,
    IReadOnlyList<EmbeddingRequest> Requests, IReadOnlyList<EmbeddingResult> Results)
{
    /// <summary>The network as a snapshot without jobs; speed is CPU, a unit of bandwidth is 1 Mbit/s.</summary>
    public NetworkSnapshot Network() => EmbeddingSnapshot.Network(this);
}
