namespace EdgeFlow.Protocol.Plans;

/// <summary>What changed from one plan to another, what it cost, and why: <c>GET
/// /v1/plans/{from}/diff/{to}</c>.</summary>
/// <param name="From">The revision before.</param>
/// <param name="To">The revision after.</param>
/// <param name="Words">All of it in plain sentences.</param>
/// <param name="Why">Why each plan in between was made, <c>revision: trigger</c>, oldest first.</param>
/// <param name="Jobs">The jobs that have something else after than before, by name.</param>
/// <param name="Cost">What it cost.</param>
public sealed record PlanDifference(
    int From, int To, IReadOnlyList<string> Words, IReadOnlyList<string> Why, IReadOnlyList<JobDifference> Jobs,
    PlanCost Cost);
