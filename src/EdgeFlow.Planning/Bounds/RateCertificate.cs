using EdgeFlow.Planning.Bounds.Weights;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An upper bound of an objective that adds up worths of rates. On small networks prices come from column generation;
/// on large ones from multiplicative weights, and column generation goes on from there where its linear program is not
/// too large. Stateless.
/// </summary>
internal static class RateCertificate
{
    // The simplex method keeps the inverse of its basis dense: 18 MB, and as many operations a step.
    private const int MostRows = 1500;

    /// <summary>Finds the bound.</summary>
    /// <param name="problem">The problem, with at least one job.</param>
    /// <param name="objective">The objective, not max-min.</param>
    /// <param name="work">Counted work that may be spent.</param>
    public static Certificate Find(BoundProblem problem, Objective objective, long work)
    {
        var dual = new RateDual(problem, objective);
        if (!problem.IsLarge)
        {
            return dual.Certify("column generation", new RateBound(problem, dual, []).Run(work));
        }

        var found = new RateWeights(problem, dual).Run(work);
        return dual.Work < work && problem.Priced().Count() + problem.JobNumbers.Length <= MostRows
            ? dual.Certify(
                "multiplicative weights, then column generation", new RateBound(problem, dual, found).Run(work))
            : dual.Certify("multiplicative weights", 0);
    }
}
