namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// Counts what plans promise: a stream its rate for as long as it runs under the plan. A batch task is promised its
/// time when it is done. Pure but for the sums.
/// </summary>
internal static class PlannedUsage
{
    /// <summary>Most hours that one plan is counted for at once.</summary>
    public const int MaxHours = 10_000;

    /// <summary>Counts a plan until a time, hour by hour.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="until">The time.</param>
    /// <param name="sums">Takes what is counted.</param>
    /// <returns>The plan, counted until then; null where there was nothing to count.</returns>
    public static CountedPlan? Count(CountedPlan plan, DateTimeOffset until, UsageSums sums)
    {
        if (!plan.Costs.IsStream || plan.CountedUntil is not { } from || from >= until)
        {
            return null;
        }

        for (var hours = 0; from < until && hours < MaxHours; hours++)
        {
            var hour = UsageSums.HourOf(from);
            var end = hour.AddHours(1) < until ? hour.AddHours(1) : until;
            Add(plan, hour, plan.Costs.Rate * (end - from).TotalSeconds, sums);
            from = end;
        }

        return plan with { CountedUntil = until };
    }

    private static void Add(CountedPlan plan, DateTimeOffset hour, double frames, UsageSums sums)
    {
        foreach (var task in plan.Costs.Tasks)
        {
            var seconds = frames * task.Seconds;
            sums.Add(new UsageKey(hour, plan.Job, task.Task.Value, task.Node.Value), new Usage(plan.Tenant)
            {
                PlannedFrames = frames,
                PlannedComputeMs = seconds * 1000,
                PlannedJoules = task.Joules(seconds),
                PlannedPrice = task.Price(seconds),
            });
        }

        foreach (var flow in plan.Costs.Flows)
        {
            var bytes = frames * flow.Bytes;
            sums.Send(plan, flow.Flow, hour, (usage, link) => usage with
            {
                PlannedBytes = bytes,
                PlannedPrice = link.Price(bytes),
            });
        }
    }
}
