using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Variants;

/// <summary>Turns a job and a choice of variants into a job without variants, which every policy can plan.</summary>
internal static class VariantJob
{
    private const double MostBytes = 9e18;

    /// <summary>The job with the work, memory, times and outputs of the choice.</summary>
    public static SnapshotJob Of(SnapshotJob job, VariantChoice choice)
    {
        var factor = new SortedDictionary<Domain.Ids.TaskId, double>();
        for (var i = 0; i < job.Tasks.Count; i++)
        {
            factor[job.Tasks[i].Id] = choice.Variants[i]?.Data ?? 1;
        }

        return job with
        {
            Tasks = [.. job.Tasks.Zip(choice.Variants, Of)],
            Flows = [.. job.Flows.Select(f => factor.TryGetValue(f.Id.From, out var part) && part != 1
                ? f with { Data = Scale(f.Data, part) }
                : f)],
        };
    }

    private static SnapshotTask Of(SnapshotTask task, SnapshotVariant? variant) => variant is null
        ? task with { Variants = null }
        : task with
        {
            Work = new WorkUnits(task.Work.Value * variant.Work),
            Memory = Scale(task.Memory, variant.Memory),
            Measured = Times(task, variant),
            Variants = null,
        };

    /// <summary>Its own times; where it has none on a kind of node, the full model's times its factor.</summary>
    private static Dictionary<string, Milliseconds> Times(SnapshotTask task, SnapshotVariant variant)
    {
        var times = task.Measured.ToDictionary(t => t.Key, t => new Milliseconds(t.Value.Value * variant.Work));
        foreach (var (kind, time) in variant.Measured)
        {
            times[kind] = time;
        }

        return times;
    }

    private static Bytes Scale(Bytes bytes, double factor) =>
        new((long)Math.Min(Math.Ceiling(bytes.Value * factor), MostBytes));
}
