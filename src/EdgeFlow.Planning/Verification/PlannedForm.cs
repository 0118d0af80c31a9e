using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>
/// A job as its plan runs it: each task with the work, memory and output of the variant that it is placed with.
/// </summary>
internal static class PlannedForm
{
    /// <summary>The job in that form; variants that do not exist and a lack of accuracy are reported.</summary>
    public static SnapshotJob Of(SnapshotJob job, JobPlan plan, List<PlanViolation> found)
    {
        var tasks = job.Tasks.Select(t => (Task: t, Variant: VariantOf(job, t, plan, found))).ToList();
        CheckAccuracy(job, tasks.Select(t => t.Variant?.Accuracy ?? t.Task.Accuracy ?? 1), found);
        return tasks.TrueForAll(t => t.Variant is null)
            ? job
            : job with
            {
                Tasks = [.. tasks.Select(t => t.Variant is { } v ? Scaled(t.Task, v) : t.Task)],
                Flows = [.. job.Flows.Select(f =>
                    tasks.FirstOrDefault(t => t.Task.Id == f.Id.From).Variant is { } v ? Scaled(f, v) : f)],
            };
    }

    private static SnapshotVariant? VariantOf(
        SnapshotJob job, SnapshotTask task, JobPlan plan, List<PlanViolation> found)
    {
        var name = plan.Placements.FirstOrDefault(p => p.Task == task.Id)?.Variant;
        if (name is null or ModelVariant.Full)
        {
            return null;
        }

        var variant = task.Variants?.FirstOrDefault(v => v.Name == name);
        if (variant is null)
        {
            found.Add(new PlanViolation("variant", job.Id, $"task {task.Id} has no variant '{name}'"));
        }

        return variant;
    }

    private static void CheckAccuracy(SnapshotJob job, IEnumerable<double> accuracies, List<PlanViolation> found)
    {
        var product = accuracies.Aggregate(1.0, (a, b) => a * b);
        if (job.Demand.Accuracy is { } least && product < least * (1 - PlanVerifier.Tolerance))
        {
            found.Add(new PlanViolation("accuracy", job.Id,
                FormattableString.Invariant($"the product of its tasks' accuracies is {product}, not {least}")));
        }
    }

    private static SnapshotTask Scaled(SnapshotTask task, SnapshotVariant variant)
    {
        var measured = new Dictionary<string, Milliseconds>();
        foreach (var (kind, time) in task.Measured)
        {
            measured[kind] = new Milliseconds(time.Value * variant.Work);
        }

        foreach (var (kind, time) in variant.Measured)
        {
            measured[kind] = time;
        }

        return task with
        {
            Work = new WorkUnits(task.Work.Value * variant.Work),
            Memory = new Bytes((long)Math.Min(Math.Ceiling(task.Memory.Value * variant.Memory), 9e18)),
            Measured = measured,
        };
    }

    private static SnapshotFlow Scaled(SnapshotFlow flow, SnapshotVariant variant) =>
        flow with { Data = new Bytes((long)Math.Min(flow.Data.Value * variant.Data, 9e18)) };
}
