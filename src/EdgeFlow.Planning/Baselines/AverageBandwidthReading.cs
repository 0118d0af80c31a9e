namespace EdgeFlow.Planning.Baselines;

/// <summary>What avgBw(u, v) of ENTS Algorithm 1 is (ambiguity A3 of ents.md).</summary>
public enum AverageBandwidthReading
{
    /// <summary>The mean over all links of the candidate paths, each link once.</summary>
    AllPaths,

    /// <summary>The mean over the links of the shortest path.</summary>
    ShortestPath,

    /// <summary>The bottleneck of the widest path.</summary>
    WidestPath,
}
