using EdgeFlow.Planning.Bounds.Weights;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An upper bound of the max-min rate: by multiplicative weights over trees, and on small networks by column generation
/// over whole embeddings with the work that is left, whichever is lower. Stateless.
/// </summary>
internal static class MaxMinCertificate
{
    private const int WeightsPart = 4;

    /// <summary>Finds the bound.</summary>
    /// <param name="problem">The problem, with at least one job, all of which some node can host.</param>
    /// <param name="known">A value that some plan is known to have; 0 when none is.</param>
    /// <param name="work">Counted work that may be spent.</param>
    /// <param name="fine">Part of a bound up to which it is narrowed down.</param>
    public static Certificate Find(
        BoundProblem problem, double known, long work, double fine = MaxMinBound.Fine)
    {
        var weights = new MaxMinWeights(problem, problem.IsLarge ? work : work / WeightsPart).Find(known);
        if (problem.IsLarge || weights.Work >= work)
        {
            return weights;
        }

        var columns = MaxMinBound.Find(problem, known, work - weights.Work, weights.Bound, fine);
        return (columns.Bound < weights.Bound ? columns : weights) with { Work = weights.Work + columns.Work };
    }
}
