using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The best max-min rate of the stream jobs of a snapshot with its proof (tier 3): first the certificate of tier 2
/// beside
/// the best plan known, and only what is still open between the two goes to the solver. Thread-safe.
/// </summary>
public static class ExactMaxMin
{
    /// <summary>Relative difference up to which rate and bound are the same.</summary>
    public const double Same = 1e-6;

    /// <summary>Solves it.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="incumbent">A plan of it; its max-min rate is where the search begins.</param>
    /// <param name="library">OR-Tools, or null where it is absent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limit">Time for the solver.</param>
    public static ExactResult Solve(
        NetworkSnapshot snapshot, Proposal incumbent, OrToolsLibrary? library, TimeProvider time, TimeSpan limit)
    {
        if (!Covers(snapshot))
        {
            return new ExactResult(ExactStatus.NotCovered, 0, double.PositiveInfinity, "");
        }

        var problem = new BoundProblem(snapshot);
        var known = ValueOf(problem, incumbent);
        var certificate = UpperBound.Certify(snapshot, Objective.MaxMin, UpperBound.AmpleWork, known)!;
        if (certificate.Bound <= known * (1 + Same))
        {
            return new ExactResult(ExactStatus.Proven, known, certificate.Bound, "certificate");
        }

        if (library is null)
        {
            return new ExactResult(ExactStatus.Absent, known, certificate.Bound, "certificate");
        }

        // Only rates above the one known are looked for: to find none is the proof.
        var program = new MaxMinProgram(problem, known * (1 + Same / 2), certificate.Bound);
        var result = new MathOpt(library, time).Solve(program.Program, MathOptSolver.Scip, limit);
        return result.Reason switch
        {
            MathOptReason.Infeasible => new ExactResult(ExactStatus.Proven, known, known, "program"),
            MathOptReason.Optimal => new ExactResult(
                ExactStatus.Proven, 1 / result.Primal, 1 / result.Primal, "program"),
            MathOptReason.Feasible => new ExactResult(
                ExactStatus.Open, 1 / result.Primal, Math.Min(certificate.Bound, 1 / result.Dual), "program"),
            _ => new ExactResult(ExactStatus.Open, known, certificate.Bound, "certificate"),
        };
    }

    /// <summary>The bare program, without a plan, a bound or anything that strengthens it: what others would
    /// solve.</summary>
    public static ExactResult SolveBare(
        NetworkSnapshot snapshot, OrToolsLibrary library, TimeProvider time, TimeSpan limit)
    {
        var program = new MaxMinProgram(new BoundProblem(snapshot), 0, double.PositiveInfinity);
        var result = new MathOpt(library, time).Solve(program.Program, MathOptSolver.Scip, limit);
        return new ExactResult(
            result.Reason == MathOptReason.Optimal ? ExactStatus.Proven : ExactStatus.Open, 1 / result.Primal,
            1 / result.Dual, "bare program");
    }

    /// <summary>Only rates, capacity, memory and constraints on placement are in the program.</summary>
    private static bool Covers(NetworkSnapshot snapshot) => snapshot.Jobs.Count > 0 && snapshot.Jobs.All(
        j => j.Demand is
            {
                Mode: Domain.Applications.JobMode.Stream, LatencyBound: null, Required: null, Wished: null,
                Budget: null, Accuracy: null,
            }
            && j.Tasks.All(t => t.Variants is null or { Count: 0 } && t.Accelerators is null or { Count: 0 }));

    private static double ValueOf(BoundProblem problem, Proposal plan)
    {
        var rates = plan.Jobs.ToDictionary(p => p.Job, p => p.Rate.Value);
        return problem.Jobs.Min(j => rates.GetValueOrDefault(j.Id) / j.Weight);
    }
}
