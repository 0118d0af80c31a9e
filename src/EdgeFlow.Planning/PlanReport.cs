using System.Text.Json.Serialization;
using EdgeFlow.Planning.Bounds;

namespace EdgeFlow.Planning;

/// <summary>How a plan came about: what was considered, why the rest was rejected, how good it is.</summary>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Objective">
/// Value that the plan reaches of the snapshot's objective, as <see cref="Snapshots.Objective"/> defines it.
/// </param>
/// <param name="Bound">Proven upper bound of the objective; null when none was computed.</param>
/// <param name="Work">Counted work spent (relaxations and table cells).</param>
/// <param name="Jobs">One entry a job that was touched, by id.</param>
/// <param name="Certificate">
/// What proves the bound, by arithmetic that anyone can redo; null when none was made.
/// </param>
/// <param name="Moves">What it moves of the jobs that ran before; null where a policy does not say.</param>
public sealed record PlanReport(
    string Policy, ulong Seed, double Objective, double? Bound, long Work, IReadOnlyList<JobReport> Jobs,
    Certificate? Certificate = null, MoveReport? Moves = null)
{
    /// <summary>
    /// How far the objective may be below what is possible, as a part of the bound; null where no bound was computed or
    /// where it is not above 0.
    /// </summary>
    [JsonIgnore]
    public double? Gap => GapOf(Objective, Bound);

    /// <summary>The gap of an objective below a bound, as <see cref="Gap"/> defines it.</summary>
    /// <param name="objective">Value reached.</param>
    /// <param name="bound">The bound; null for none.</param>
    public static double? GapOf(double objective, double? bound) =>
        bound is { } most && most > 0 ? Math.Max(0, (most - objective) / most) : null;
}
