using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The best plan for any objective with its proof (tier 3): tier 2's certificate beside the best plan known,
/// and only what is open between the two goes to the solver. Where OR-Tools is absent or the snapshot has what the
/// program lacks, the plan known is the answer. Thread-safe.
/// </summary>
public static class ExactPlanner
{
    /// <summary>The policy's name and version in reports.</summary>
    public const string PolicyName = "exact/1";

    /// <summary>Most times that logarithms are refined.</summary>
    public const int MostRefinements = 12;

    private const string Lacking = "the exact model of rates has no batch jobs, latency bounds, budgets, accuracies, "
        + "variants, accelerators or jobs that no node can host";

    /// <summary>Most work of the certificate: a program of the size that can be solved needs no more.</summary>
    private const long CertificateWork = UpperBound.AmpleWork / 4;

    /// <summary>Plans.</summary>
    /// <param name="snapshot">The snapshot; its options name the objective.</param>
    /// <param name="incumbent">A plan of it that holds; where the search begins.</param>
    /// <param name="library">OR-Tools, or null where it is absent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limit">Time for the solver.</param>
    public static ExactPlan Solve(
        NetworkSnapshot snapshot, Proposal incumbent, OrToolsLibrary? library, TimeProvider time, TimeSpan limit)
    {
        var objective = snapshot.Options.Objective;
        if (objective == Objective.Makespan)
        {
            return OfMakespan(snapshot, incumbent, library, time, limit);
        }

        return OfRates(snapshot, objective, incumbent, library, time, limit);
    }

    private static ExactPlan OfRates(
        NetworkSnapshot snapshot, Objective objective, Proposal incumbent, OrToolsLibrary? library, TimeProvider time,
        TimeSpan limit)
    {
        if (!Covers(snapshot) || new BoundProblem(snapshot) is not { Nowhere.Count: 0, Jobs.Length: > 0 } problem)
        {
            return new ExactPlan(ExactStatus.NotCovered, incumbent, Lacking);
        }

        var started = time.GetTimestamp();
        var known = incumbent.Report.Objective;
        var certificate = UpperBound.Certify(snapshot, objective, CertificateWork, known)!;
        var (bound, by) = (certificate.Bound, "certificate");
        if (!IsReached(known, bound, problem, objective) && objective == Objective.MaxMin
            && ExactMaxMin.Covers(snapshot))
        {
            var open = new ExactResult(ExactStatus.Open, known, bound, by);
            var least = ExactMaxMin.Decide(snapshot, problem, open, library, time, limit);
            (bound, by) = (Math.Min(bound, least.Bound), least.By);
        }

        var isProven = IsReached(known, bound, problem, objective);
        var told = Told(incumbent, isProven ? Math.Max(bound, known) : bound, certificate);
        return isProven || library is null
            ? new ExactPlan(isProven ? ExactStatus.Proven : ExactStatus.Absent, told, by)
            : BySolver(snapshot, problem, told, new MathOpt(library, time), () => limit - time.GetElapsedTime(started));
    }

    /// <summary>What a solver finds between a plan and its bound.</summary>
    private static ExactPlan BySolver(
        NetworkSnapshot snapshot, BoundProblem problem, Proposal best, MathOpt solver, Func<TimeSpan> left)
    {
        var (objective, certificate) = (snapshot.Options.Objective, best.Report.Certificate);
        var bound = best.Report.Bound!.Value;
        var least = best.Waiting.Count == 0 || objective == Objective.Admission ? best.Report.Objective
            : double.NegativeInfinity;
        var program = new RateProgram(problem, objective, least, bound + Same(bound, problem, objective));
        for (var round = 0; round < MostRefinements && left() > TimeSpan.Zero; round++)
        {
            var result = solver.Solve(program.Program, MathOptSolver.Scip, left());
            if (result.Values.Count == 0)
            {
                // Nothing reaches the plan known but that plan, which the solver's tolerance may leave out.
                bound = result.Reason == MathOptReason.Infeasible && double.IsFinite(least)
                    ? best.Report.Objective : bound;
                break;
            }

            bound = double.IsFinite(result.Dual) ? Math.Min(bound, result.Dual) : bound;
            var found = Write(snapshot, problem, program, result.Values);
            best = found is not null && found.Report.Objective > best.Report.Objective ? found : best;
            if (IsReached(best.Report.Objective, bound, problem, objective)
                || objective != Objective.ProportionalFair)
            {
                break;
            }

            program.Refine(result.Values);
        }

        var isProven = IsReached(best.Report.Objective, bound, problem, objective);
        return new ExactPlan(
            isProven ? ExactStatus.Proven : ExactStatus.Open,
            Told(best, Math.Max(bound, best.Report.Objective), certificate), "program");
    }

    private static ExactPlan OfMakespan(
        NetworkSnapshot snapshot, Proposal incumbent, OrToolsLibrary? library, TimeProvider time, TimeSpan limit)
    {
        if (ExactMakespan.Lacks(snapshot, incumbent) is { } lacking)
        {
            return new ExactPlan(ExactStatus.NotCovered, incumbent, lacking);
        }

        // Every job has a place and the choices are few, so that there is something to certify.
        var (certificate, known) =
            (UpperBound.Certify(snapshot, Objective.Makespan, CertificateWork)!, incumbent.Report.Objective);
        var certified = Told(incumbent, Math.Max(certificate.Bound, known), certificate);
        var isCertified = known >= certificate.Bound * (1 - ExactMakespan.Same);
        if (isCertified || library is null)
        {
            return new ExactPlan(isCertified ? ExactStatus.Proven : ExactStatus.Absent, certified, "certificate");
        }

        var (best, least) = ExactMakespan.Solve(snapshot, certified, library, time, limit);
        var isProven = least * best.Report.Objective >= 1 - 2 * ExactMakespan.Same;
        return new ExactPlan(
            isProven ? ExactStatus.Proven : ExactStatus.Open,
            Told(best, Math.Max(1 / least, best.Report.Objective), certificate), "program");
    }

    /// <summary>Rates, capacity, memory and constraints on placement are in the program; no more.</summary>
    private static bool Covers(NetworkSnapshot snapshot) => snapshot.Jobs.Count > 0 && snapshot.Jobs.All(
            j => j.Demand is
                {
                    Mode: Domain.Applications.JobMode.Stream, LatencyBound: null, Budget: null, Accuracy: null,
                }
                && j.Tasks.All(t => t.Variants is null or { Count: 0 } && t.Accelerators is null or { Count: 0 }));

    private static bool IsReached(double value, double bound, BoundProblem problem, Objective objective) =>
        value >= bound - Same(bound, problem, objective);

    /// <summary>What counts as no difference: the solver's own tolerance, a few times.</summary>
    private static double Same(double bound, BoundProblem problem, Objective objective) => 5 * ExactMaxMin.Same
        * (objective == Objective.ProportionalFair ? problem.Jobs.Sum(j => j.Weight) : Math.Abs(bound));

    private static Proposal Told(Proposal plan, double bound, Certificate? certificate) => plan with
    {
        Report = plan.Report with { Policy = PolicyName, Bound = bound, Certificate = certificate },
    };

    private static Proposal? Write(
        NetworkSnapshot snapshot, BoundProblem problem, RateProgram program, IReadOnlyList<double> values)
    {
        var placed = new SortedDictionary<int, PlacedJob>();
        foreach (var variables in program.Placed)
        {
            var indexed = problem.Jobs[variables.Job];
            if (SolutionReader.Read(problem.Network, indexed, variables, values) is { } job)
            {
                placed.Add(variables.Job, job);
            }
        }

        var objective = snapshot.Options.Objective;
        (IndexedJob, Refusal)[] waiting =
        [
            .. problem.Jobs.Where((_, j) => !placed.ContainsKey(j))
                .Select(j => (j, new Refusal("/spec/rate", "others that are worth more take its place"))),
        ];
        return waiting.Length > 0 && objective != Objective.Admission ? null : GivenPlan.Write(
            snapshot, problem.Network, [.. placed.Values],
            objective == Objective.MaxMin ? null : [.. placed.Keys.Select(j => values[program.Rates[j]])],
            waiting, PolicyName, 0);
    }
}
