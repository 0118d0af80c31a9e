using EdgeFlow.Planning.Budgets;

namespace EdgeFlow.Ledger.Reports;

/// <summary>A job's plan that is carried out, or was a moment ago.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The plan's revision.</param>
/// <param name="Tenant">Whose the job is.</param>
/// <param name="Costs">What the job costs by it.</param>
/// <param name="CountedUntil">Until when it is counted as planned; null until the job runs under it.</param>
/// <param name="EndedAt">When it was over; null before.</param>
internal sealed record CountedPlan(
    string Job, int Epoch, string Tenant, PlannedCosts Costs, DateTimeOffset? CountedUntil, DateTimeOffset? EndedAt);
