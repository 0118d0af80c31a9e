namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// The least cost of embedding a job, by what is known to be below it: trees always, and where the network is small
/// enough the exact elimination too, whichever says more. Stateless.
/// </summary>
internal static class LeastCosts
{
    // Above, a table over two blocks and a search between all pairs of nodes take longer than anything else.
    private const int PairsUpTo = 160;

    /// <summary>Computes it for every node of the job's root, whether it may be there or not.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="rate">The rate that each part of an embedding must be able to reach.</param>
    /// <param name="blockCost">Cost of a block on a node.</param>
    /// <param name="passageCost">Cost of so many bits a frame over a passage.</param>
    public static double[] AtRoot(
        PricedNetwork network, PricedJob job, double rate, Func<int, int, double> blockCost,
        Func<double, Passage, double> passageCost)
    {
        var trees = OfTrees(network, job, rate, blockCost, passageCost);
        return !HasMoreThanTrees(network) ? trees
            : [.. trees.Zip(new LeastCost(network, job, rate, blockCost, passageCost).AtRoot, Math.Max)];
    }

    /// <summary>The same by trees alone: never more.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="rate">The rate that each part of an embedding must be able to reach.</param>
    /// <param name="blockCost">Cost of a block on a node.</param>
    /// <param name="passageCost">Cost of so many bits a frame over a passage.</param>
    public static double[] OfTrees(
        PricedNetwork network, PricedJob job, double rate, Func<int, int, double> blockCost,
        Func<double, Passage, double> passageCost) =>
        new TreeCost(network, job, rate, blockCost, passageCost).AtRoot;

    /// <summary>Whether the network is small enough for the exact elimination.</summary>
    public static bool HasMoreThanTrees(PricedNetwork network) => network.Nodes.Length <= PairsUpTo;
}
