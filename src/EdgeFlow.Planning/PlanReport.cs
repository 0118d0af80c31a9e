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
    Certificate? Certificate = null, MoveReport? Moves = null);
