using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Plans;

/// <summary>The moment after a plan was adopted: what the planner saw, with that plan in force. Immutable.</summary>
/// <param name="Snapshot">The planner's input with the new plans in force, under the new revision.</param>
/// <param name="Adopted">The plan's event.</param>
public sealed record PlanMoment(NetworkSnapshot Snapshot, PlanAdopted Adopted);
