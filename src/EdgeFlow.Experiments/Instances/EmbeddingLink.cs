namespace EdgeFlow.Experiments.Instances;

/// <summary>A link of the network, or a flow of a request: two ends and a bandwidth.</summary>
/// <param name="A">Number of one end.</param>
/// <param name="B">Number of the other.</param>
/// <param name="Bandwidth">Bandwidth in the file's unit.</param>
public sealed record EmbeddingLink(int A, int B, int Bandwidth);
