namespace EdgeFlow.Experiments.Requests;

/// <summary>Where an accepted request went, in the numbers of its instance.</summary>
/// <param name="Hosts">The node of each of its nodes.</param>
/// <param name="Paths">For each of its links the nodes passed, from the host of its first end to that of the
/// other.</param>
public sealed record EmbeddingAnswer(IReadOnlyList<int> Hosts, IReadOnlyList<IReadOnlyList<int>> Paths);
