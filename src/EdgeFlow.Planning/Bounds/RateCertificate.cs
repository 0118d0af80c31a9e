using EdgeFlow.Planning.Bounds.Cuts;
using EdgeFlow.Planning.Bounds.Weights;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An upper bound of an objective that adds up worths of rates. First come cuts, which hold for all that follows. Then
/// embeddings are priced as trees: by multiplicative weights, and by column generation from there where its linear
/// program is not too large. On small networks that is a small part of the work, and column generation over whole
/// embeddings has the rest. Stateless.
/// </summary>
internal static class RateCertificate
{
    // The simplex method keeps the inverse of its basis dense: 18 MB, and as many operations a step.
    private const int MostRows = 1500;
    private const int TreesPart = 4;
    private const int CutsPart = 8;

    /// <summary>Finds the bound.</summary>
    /// <param name="problem">The problem, with at least one job.</param>
    /// <param name="objective">The objective, not max-min.</param>
    /// <param name="work">Counted work that may be spent.</param>
    public static Certificate Find(BoundProblem problem, Objective objective, long work)
    {
        // What is admitted has the rate that it requires: no higher one counts.
        var (cuts, spent) = objective == Objective.Admission ? ([], 0) : RateCuts.Find(problem, work / CutsPart);
        work -= spent;
        var trees = OverTrees(problem.WithTrees(), objective, cuts, problem.IsLarge ? work : work / TreesPart);
        if (problem.IsLarge || trees.Work >= work)
        {
            return trees with { Work = trees.Work + spent };
        }

        var dual = new RateDual(problem, objective, cuts);
        var whole = dual.Certify("column generation", new RateBound(problem, dual, []).Run(work - trees.Work));
        return (whole.Bound <= trees.Bound ? whole : trees) with { Work = trees.Work + whole.Work + spent };
    }

    private static Certificate OverTrees(
        BoundProblem problem, Objective objective, SortedDictionary<int, RateCut> cuts, long work)
    {
        var dual = new RateDual(problem, objective, cuts);
        var found = new RateWeights(problem, dual).Run(work);
        return dual.Work < work && problem.Priced().Count() + problem.JobNumbers.Length <= MostRows
            ? dual.Certify(
                "multiplicative weights, then column generation", new RateBound(problem, dual, found).Run(work))
            : dual.Certify("multiplicative weights", 0);
    }
}
