using System.Globalization;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Puts the difference of two plans in plain sentences. Numbers are invariant, so that a text can be
/// compared.</summary>
internal static class PlanDiffWords
{
    /// <summary>Most jobs told of; the others are counted.</summary>
    public const int MaxJobs = 100;

    private const double Mega = 1e6;

    /// <summary>The sentences.</summary>
    public static IReadOnlyList<string> Of(PlanDifference its)
    {
        var words = new List<string> { Why(its) };
        words.AddRange(its.Jobs.Take(MaxJobs).Select(Job));
        if (its.Jobs.Count > MaxJobs)
        {
            words.Add($"And {its.Jobs.Count - MaxJobs} more jobs have something else.");
        }

        words.Add(its.Jobs.Count == 0 ? "Nothing is placed, routed or granted otherwise." : Cost(its.Cost));
        words.Add(Worth(its.Cost));
        return words;
    }

    private static string Why(PlanDifference its) => its.Why.Count == 0
        ? $"From plan {its.From} to plan {its.To}."
        : $"From plan {its.From} to plan {its.To}, because: {string.Join("; ", its.Why)}.";

    private static string Job(JobDifference job)
    {
        var parts = new List<string>();
        if (job.Change == JobDifference.Unplaced)
        {
            return $"{job.Job} has no place any more.";
        }

        if (job.Change == JobDifference.Placed)
        {
            var places = job.Tasks.Select(task => $"{task.Task} on {task.NodeAfter}{Variant(task)}");
            parts.Add($"is placed: {string.Join(", ", places)}");
        }
        else
        {
            parts.AddRange(job.Tasks.Select(Task));
            parts.AddRange(job.Flows.Where(flow => flow.Rerouted).Select(flow =>
                $"{flow.From}→{flow.To} goes {string.Join(" → ", flow.NodesAfter)}, "
                + $"not {string.Join(" → ", flow.NodesBefore)}"));
            parts.AddRange(job.Flows.Where(HasOtherBandwidth).Select(flow =>
                Say($"{flow.From}→{flow.To} has {flow.BandwidthAfter / Mega:0.###} Mbit/s, ")
                + Say($"not {flow.BandwidthBefore / Mega:0.###}")));
        }

        if (job.RateAfter > 0 || job.RateBefore > 0)
        {
            parts.Add(job.Change == JobDifference.Placed ? Say($"at {job.RateAfter:0.###} frames/s")
                : Say($"rate {job.RateAfter:0.###} frames/s, before {job.RateBefore:0.###}"));
        }

        parts.Add(job.Change == JobDifference.Placed ? Say($"span {job.SpanAfterMs:0.###} ms")
            : Say($"span {job.SpanAfterMs:0.###} ms, before {job.SpanBeforeMs:0.###}"));
        return $"{job.Job}: {string.Join("; ", parts)}.";
    }

    private static bool HasOtherBandwidth(FlowDifference flow) =>
        flow is { Rerouted: false, BandwidthBefore: > 0, BandwidthAfter: > 0 }
        && flow.BandwidthBefore != flow.BandwidthAfter;

    private static string Task(TaskDifference task) => task.NodeBefore == task.NodeAfter
        ? $"{task.Task} on {task.NodeAfter} runs as {task.VariantAfter}, not {task.VariantBefore}"
        : $"{task.Task} moves from {task.NodeBefore ?? "nowhere"} to {task.NodeAfter ?? "nowhere"}"
            + (task.VariantBefore != task.VariantAfter ? Variant(task) : "")
            + (task.Forced ? $", since {task.NodeBefore} is gone" : "");

    private static string Variant(TaskDifference task) =>
        task.VariantAfter is null or "full" ? "" : $" as {task.VariantAfter}";

    private static string Cost(PlanCost cost) => cost.Moved == 0
        ? $"No task moves; {Count(cost.Rerouted, "flow takes another way", "flows take another way")}."
        : $"{Count(cost.Moved, "task moves", "tasks move")}, {cost.Forced} of them because their node is gone; "
            + $"{Count(cost.Rerouted, "flow takes another way", "flows take another way")}. "
            + Say($"{cost.StateBytes / Mega:0.###} MB have to be set up elsewhere")
            + (cost.DowntimeMs is { } down
                ? Say($", which takes at least {down:0.#} ms for the task that waits longest.") : ".");

    private static string Worth(PlanCost cost) =>
        Say($"The objective is {cost.ObjectiveAfter:0.####}, before {cost.ObjectiveBefore:0.####}")
        + (cost.BoundAfter is { } bound ? Say($"; no plan reaches more than {bound:0.####}.") : ".");

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
