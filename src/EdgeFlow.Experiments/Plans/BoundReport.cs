using System.Text.Json.Serialization;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>What <c>plan bound</c> finds: a bound with its proof, and how near a plan is to it. Immutable.</summary>
/// <param name="Objective">The objective that is bounded.</param>
/// <param name="Bound">No plan has a higher value of it.</param>
/// <param name="IsProven">Whether the certificate's arithmetic, done again by the verifier, proves the bound.</param>
/// <param name="Fault">Why it does not; null where it does.</param>
/// <param name="Work">Counted work that the bound took.</param>
/// <param name="Milliseconds">Time that the bound took, by the wall clock.</param>
/// <param name="Certificate">The prices that prove it.</param>
/// <param name="Plan">The plan that was named; null for none, and where it places no job that the objective is about.
/// </param>
/// <param name="Batch">The bound of the makespan, where there are batch jobs besides; null without.</param>
public sealed record BoundReport(
    Objective Objective, double Bound, bool IsProven, string? Fault, long Work, double Milliseconds,
    Certificate Certificate, PlanGap? Plan = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BoundReport? Batch = null);
