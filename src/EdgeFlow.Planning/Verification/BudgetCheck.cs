using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>Checks what a stream costs an hour and what power it draws against its budget.</summary>
internal static class BudgetCheck
{
    private const double SecondsPerHour = 3600;

    /// <summary>Adds up and compares.</summary>
    /// <param name="facts">The snapshot.</param>
    /// <param name="job">The job in the form that its plan runs.</param>
    /// <param name="plan">Its plan, whose placements hold.</param>
    /// <param name="found">Where violations go.</param>
    public static void Run(Facts facts, SnapshotJob job, JobPlan plan, List<PlanViolation> found)
    {
        if (job.Demand.Budget is not { } budget || job.Demand.Mode != JobMode.Stream)
        {
            return;
        }

        var frame = new PlanCosts(facts).Of(job, plan);
        var (price, watts) = (plan.Rate.Value * frame.Price * SecondsPerHour, plan.Rate.Value * frame.Joules);
        Compare(price, budget.PricePerHour, "an hour");
        Compare(watts, budget.Watts, "watts");

        void Compare(double spent, double? most, string unit)
        {
            if (most is { } limit && !(spent <= limit * (1 + PlanVerifier.Tolerance)))
            {
                found.Add(new PlanViolation(
                    "budget", job.Id, FormattableString.Invariant($"costs {spent} {unit}, allowed are {limit}")));
            }
        }
    }
}
