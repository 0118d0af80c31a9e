using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>What is kept of one run of the planner, to make it again. Immutable.</summary>
/// <param name="Solve">The solve's number; null for a plan that is known by its event alone.</param>
/// <param name="Revision">The revision that it became, or was proposed as.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Snapshot">The planner's input as canonical bytes; null once trimmed.</param>
/// <param name="Proposal">The planner's answer as canonical bytes; null when only the report was kept.</param>
/// <param name="Report">The report of a plan whose answer was not kept; null else.</param>
/// <param name="Adopted">The plan's event, where the plan was adopted.</param>
/// <param name="Damage">Why what is stored cannot be read; null when it can.</param>
public sealed record RecordedPlan(
    long? Solve, int Revision, string Outcome, string Policy, ReadOnlyMemory<byte>? Snapshot,
    ReadOnlyMemory<byte>? Proposal, ReadOnlyMemory<byte>? Report, PlanAdopted? Adopted, string? Damage);
