using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The best max-min rate of the stream jobs of a snapshot with its proof (tier 3): first the certificate of tier 2
/// beside the best plan known, then <see cref="BranchedProof"/> for what is open between the two, and only what that
/// leaves goes to the solver. Thread-safe.
/// </summary>
public static class ExactMaxMin
{
    /// <summary>Relative difference up to which rate and bound are the same.</summary>
    public const double Same = 1e-6;

    /// <summary>Most counted work of the proof by branching, before the solver has its turn.</summary>
    public const long BranchWork = UpperBound.AmpleWork / 4;

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

        return Decide(snapshot, problem, new ExactResult(ExactStatus.Open, known, certificate.Bound, "certificate"),
            library, time, limit);
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

    /// <summary>Closes what is open between a rate and its bound: by branching, else by one program.</summary>
    internal static ExactResult Decide(
        NetworkSnapshot snapshot, BoundProblem problem, ExactResult open, OrToolsLibrary? library, TimeProvider time,
        TimeSpan limit)
    {
        var started = time.GetTimestamp();
        var branched = new BranchedProof(snapshot, open.Rate, library is null ? null : Settle);
        if (open.Rate > 0 && !problem.IsLarge && branched.Run(BranchWork))
        {
            return new ExactResult(ExactStatus.Proven, branched.Rate, branched.Rate, "branching");
        }

        var known = branched.Rate;
        if (library is null)
        {
            return open with { Status = ExactStatus.Absent, Rate = known };
        }

        var result = Above(problem, known);
        return result?.Reason switch
        {
            MathOptReason.Infeasible => new ExactResult(ExactStatus.Proven, known, known, "program"),
            MathOptReason.Optimal => new ExactResult(
                ExactStatus.Proven, 1 / result.Primal, 1 / result.Primal, "program"),
            MathOptReason.Feasible => new ExactResult(
                ExactStatus.Open, 1 / result.Primal, Math.Min(open.Bound, 1 / result.Dual), "program"),
            _ => open with { Rate = known },
        };

        double? Settle(BoundProblem part, double rate) => Above(part, rate) switch
        {
            { Reason: MathOptReason.Infeasible } => rate,
            { Reason: MathOptReason.Optimal } found => 1 / found.Primal,
            _ => null,
        };

        // Only rates above the one known are looked for: to find none is the proof.
        MathOptResult? Above(BoundProblem part, double rate) =>
            limit - time.GetElapsedTime(started) is var left && left <= TimeSpan.Zero ? null
                : new MathOpt(library, time).Solve(
                    new MaxMinProgram(part, rate * (1 + Same / 2), open.Bound).Program, MathOptSolver.Scip, left);
    }

    /// <summary>Only rates, capacity, memory and constraints on placement are in the program.</summary>
    internal static bool Covers(NetworkSnapshot snapshot) => snapshot.Jobs.Count > 0 && snapshot.Jobs.All(
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
