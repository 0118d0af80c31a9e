namespace EdgeFlow.Planning.Bounds;

/// <summary>An embedding at a rate.</summary>
/// <param name="Embedding">The embedding.</param>
/// <param name="Rate">The rate in frames a second, one that it can have by itself.</param>
internal sealed record RatedEmbedding(BoundedEmbedding Embedding, double Rate);
