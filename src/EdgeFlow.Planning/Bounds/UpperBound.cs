using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Upper bounds of an objective with the prices that prove them (tier 2): no plan of the snapshot has a higher value,
/// whoever makes it. Batch jobs are left out of bounds of rates, as if they took nothing, and stream jobs out of bounds
/// of the makespan. Stateless and thread-safe.
/// </summary>
public static class UpperBound
{
    /// <summary>Counted work that is enough for 50 jobs on 70 nodes, and for 1,000 alike on 1,000.</summary>
    public const long AmpleWork = 4_000_000_000;

    /// <summary>Certifies a bound.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="objective">The objective to bound, whatever the snapshot's own.</param>
    /// <param name="work">Counted work that may be spent; the bound gets better with it.</param>
    /// <param name="known">A value that some plan reaches, which saves the search below it; 0 when none is.</param>
    /// <returns>The certificate, or null when there is nothing to bound: no stream job, or under
    /// <see cref="Objective.Makespan"/> no batch job that can run.</returns>
    public static Certificate? Certify(
        NetworkSnapshot snapshot, Objective objective, long work = AmpleWork, double known = 0)
    {
        if (objective == Objective.Makespan)
        {
            return MakespanCertificate.Find(snapshot, work);
        }

        var problem = new BoundProblem(snapshot);
        if (problem.Jobs.Length == 0)
        {
            return null;
        }

        if (objective == Objective.MaxMin)
        {
            // A job that waits has the rate 0, which is then the least.
            return problem.Nowhere.Count > 0
                ? new Certificate(objective, 0, "a job that no node can host", [], [])
                : MaxMinCertificate.Find(problem, known, work);
        }

        return RateCertificate.Find(problem, objective, work);
    }
}
