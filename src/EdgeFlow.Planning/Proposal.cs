using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Planning;

/// <summary>What a policy proposes. Nothing happens until it is verified and adopted.</summary>
/// <param name="Parent">The revision it was made from.</param>
/// <param name="Jobs">
/// The plans of all placed jobs, by id; those that did not change are equal to the current ones, epoch included.
/// </param>
/// <param name="Changed">The jobs among them that are new or changed, by id; their epoch is <c>Parent + 1</c>.</param>
/// <param name="Waiting">Jobs that could not be placed, by id.</param>
/// <param name="Report">How it came about.</param>
public sealed record Proposal(
    int Parent, IReadOnlyList<JobPlan> Jobs, IReadOnlyList<JobId> Changed, IReadOnlyList<WaitingJob> Waiting,
    PlanReport Report);
