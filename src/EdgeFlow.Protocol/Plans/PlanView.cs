using System.Text.Json;

namespace EdgeFlow.Protocol.Plans;

/// <summary>A plan as adopted: <c>GET /v1/plans/{revision}</c>.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Parent">The revision it was made from.</param>
/// <param name="Trigger">Why it was made, in words.</param>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="SnapshotHash">SHA-256 hex of the planner's input.</param>
/// <param name="Objective">Value reached.</param>
/// <param name="Bound">Proven upper bound; null when none was computed. Of the plan in force, what was found of it
/// since counts, while what is planned from is as it was then.</param>
/// <param name="Reasons">For each job touched, why it is where it is.</param>
/// <param name="Jobs">The jobs that it changed.</param>
/// <param name="Departed">Jobs that left.</param>
/// <param name="Waiting">Jobs that could not be placed: <c>job: reason</c>.</param>
/// <param name="AdoptedAt">When.</param>
/// <param name="Report">The planner's whole report; null in lists and once pruned.</param>
/// <param name="Snapshot">The planner's whole input; null in lists and once pruned.</param>
/// <param name="Gap">The part of the bound that is missing, 0 to 1; null when nothing is proven.</param>
public sealed record PlanView(
    int Revision, int Parent, string Trigger, string Policy, ulong Seed, string SnapshotHash, double Objective,
    double? Bound, IReadOnlyList<string> Reasons, IReadOnlyList<PlannedJob> Jobs, IReadOnlyList<string> Departed,
    IReadOnlyList<string> Waiting, DateTimeOffset AdoptedAt, JsonElement? Report, JsonElement? Snapshot,
    double? Gap = null);
