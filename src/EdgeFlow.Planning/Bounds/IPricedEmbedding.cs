namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The cheapest ways to embed the jobs of a class at given costs, each no dearer than any embedding: what a bound by
/// prices needs to know. <see cref="CheapestEmbedding"/> finds whole embeddings, <see cref="Weights.SpreadEmbedding"/>
/// looser ones in time that hardly grows with the network.
/// </summary>
internal interface IPricedEmbedding
{
    /// <summary>Counted work.</summary>
    long Work { get; }

    /// <summary>The least cost with the root on one of some nodes; infinity when nothing is possible.</summary>
    /// <param name="rootNodes">The nodes.</param>
    double Cost(int[] rootNodes);

    /// <summary>What has that cost.</summary>
    /// <param name="loads">The resources.</param>
    /// <param name="job">The number of the job that it is for.</param>
    /// <param name="rootNodes">The nodes, for which the cost is finite.</param>
    BoundedEmbedding Find(ResourceLoads loads, int job, int[] rootNodes);
}
