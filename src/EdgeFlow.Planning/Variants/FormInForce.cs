using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Variants;

/// <summary>The snapshot as its plans run it: each placed job with the variants of its plan applied.</summary>
internal static class FormInForce
{
    /// <summary>The snapshot without variants; jobs that are not placed have their full models.</summary>
    public static NetworkSnapshot Of(NetworkSnapshot snapshot)
    {
        if (!snapshot.Jobs.Any(j => j.Tasks.Any(t => t.Variants is { Count: > 0 })))
        {
            return snapshot;
        }

        var plans = snapshot.Current.DistinctBy(p => p.Job).ToDictionary(p => p.Job);
        return snapshot with { Jobs = [.. snapshot.Jobs.Select(j => Of(j, plans.GetValueOrDefault(j.Id)))] };
    }

    private static SnapshotJob Of(SnapshotJob job, JobPlan? plan)
    {
        var choice = plan is null ? null : VariantChoices.InForce(job, plan);
        return VariantJob.Of(job, choice ?? new VariantChoice(new SnapshotVariant?[job.Tasks.Count], 1));
    }
}
