using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Variants;

/// <summary>
/// The choices of variants that a job may run with, the most accurate first. The accuracy of a choice is the product of
/// its tasks' accuracies; choices below the job's floor are none. Enumerated best first (the k best sums of one term a
/// row, over -log accuracy), so that a DAG of many tasks costs no more than the choices kept.
/// </summary>
internal static class VariantChoices
{
    /// <summary>Most choices of a job: the planner tries them one after another.</summary>
    public const int MaxChoices = 16;

    /// <summary>Relative tolerance with which a floor counts as met.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>The choices, the most accurate first; none when even the full models are below the floor.</summary>
    public static IReadOnlyList<VariantChoice> Of(SnapshotJob job)
    {
        // By id, so that the manifest's order decides nothing.
        var byId = job.Tasks.Select((task, position) => (task, position)).OrderBy(t => t.task.Id).ToArray();
        var options = Array.ConvertAll(byId, t => Options(t.task));
        int[] free = [.. Enumerable.Range(0, options.Length).Where(i => options[i].Length > 1)];
        var least = (job.Demand.Accuracy ?? 0) * (1 - Tolerance);
        var choices = new List<VariantChoice>();
        var queue = new PriorityQueue<(int[] Pick, int Last), (double Loss, int Order)>();
        var order = 0;
        Push(new int[options.Length], 0);
        while (choices.Count < MaxChoices && queue.TryDequeue(out var next, out var rank) && -rank.Loss >= least)
        {
            var variants = new SnapshotVariant?[byId.Length];
            for (var i = 0; i < variants.Length; i++)
            {
                variants[byId[i].position] = options[i][next.Pick[i]].Variant;
            }

            choices.Add(new VariantChoice(variants, -rank.Loss));

            // A later task only is lowered further, so that every choice is reached in one way.
            foreach (var i in free.Where(i => i >= next.Last && next.Pick[i] + 1 < options[i].Length))
            {
                int[] pick = [.. next.Pick];
                pick[i]++;
                Push(pick, i);
            }
        }

        return choices;

        void Push(int[] pick, int last)
        {
            var accuracy = pick.Select((k, i) => options[i][k].Accuracy).Aggregate(1.0, (a, b) => a * b);
            queue.Enqueue((pick, last), (-accuracy, order++));
        }
    }

    /// <summary>The choice that a plan runs; null when it names a variant that the job does not have.</summary>
    public static VariantChoice? InForce(SnapshotJob job, JobPlan plan)
    {
        var names = plan.Placements.GroupBy(p => p.Task).ToDictionary(g => g.Key, g => g.First().Variant);
        var variants = new SnapshotVariant?[job.Tasks.Count];
        var accuracy = 1.0;
        for (var i = 0; i < variants.Length; i++)
        {
            var name = names.GetValueOrDefault(job.Tasks[i].Id, ModelVariant.Full);
            variants[i] = job.Tasks[i].Variants?.FirstOrDefault(v => v.Name == name);
            if (variants[i] is null && name != ModelVariant.Full)
            {
                return null;
            }

            accuracy *= variants[i]?.Accuracy ?? job.Tasks[i].Accuracy ?? 1;
        }

        return accuracy >= (job.Demand.Accuracy ?? 0) * (1 - Tolerance) ? new VariantChoice(variants, accuracy) : null;
    }

    /// <summary>
    /// The full model and the variants that are cheaper than all more accurate ones in something, by falling accuracy;
    /// ties go to the full model, then to less work, then by name.
    /// </summary>
    private static (SnapshotVariant? Variant, double Accuracy)[] Options(SnapshotTask task)
    {
        var all = new List<(SnapshotVariant? Variant, double Accuracy)> { (null, task.Accuracy ?? 1) };
        all.AddRange((task.Variants ?? []).Select(v => ((SnapshotVariant?)v, v.Accuracy)));
        var sorted = all.OrderByDescending(o => o.Accuracy).ThenBy(o => o.Variant is not null)
            .ThenBy(o => o.Variant?.Work).ThenBy(o => o.Variant?.Name, StringComparer.Ordinal).ToList();
        return [.. sorted.Where((o, k) => !sorted.Take(k).Any(better => IsNoDearer(better.Variant, o.Variant)))];
    }

    private static bool IsNoDearer(SnapshotVariant? one, SnapshotVariant? other) =>
        (one?.Work ?? 1) <= (other?.Work ?? 1) && (one?.Memory ?? 1) <= (other?.Memory ?? 1)
        && (one?.Data ?? 1) <= (other?.Data ?? 1);
}
