using EdgeFlow.OrTools.Exact;
using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// <c>--policy exact</c>: tier 1, then tier 3 for what is open between its plan and the bound. No policy of the
/// catalogue, since a solver that is stopped by the clock need not give the same plan twice. Thread-safe.
/// </summary>
internal static class ExactSolve
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "exact";

    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(60);

    /// <summary>As an entry beside the policies.</summary>
    public static PolicyEntry Entry { get; } = new(
        Name, "the best plan of all with its proof, by OR-Tools where it is on the machine",
        () => new TierOnePolicy(PolicyCatalog.UsualWork, 1));

    /// <summary>Plans.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="seed">Seed of the search before the solver.</param>
    /// <param name="limit">Time for the solver; null for a minute.</param>
    public static ExactPlan Plan(NetworkSnapshot snapshot, ulong seed, TimeSpan? limit)
    {
        var incumbent = Planner.Plan(snapshot, seed, Entry.Make());
        var solved = ExactPlanner.Solve(
            snapshot, incumbent, OrToolsLibrary.Find(), TimeProvider.System, limit ?? s_usual);
        return solved with { Plan = solved.Plan with { Report = solved.Plan.Report with { Seed = seed } } };
    }

    /// <summary>What is known, in words.</summary>
    public static string Words(ExactPlan solved) => solved.Status switch
    {
        ExactStatus.Proven => "no plan is better: proven by "
            + (solved.By == "branching" ? "branching over certificates" : $"the {solved.By}"),
        ExactStatus.Open => "the time was over before the best plan was proven",
        ExactStatus.Absent => "OR-Tools is not on this machine (EDGEFLOW_ORTOOLS names its folder): the plan is tier "
            + "1's, the bound its certificate's",
        _ => $"{solved.By}: the plan is tier 1's",
    };
}
