using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// A job whose tasks have variants, each task with the least work, memory and output that any of its forms has: no plan
/// asks less, whichever variants it takes. Stateless.
/// </summary>
internal static class LightestForm
{
    /// <summary>Makes it; the job itself when it has no variants.</summary>
    /// <param name="job">The job.</param>
    /// <param name="nodes">The nodes, for times measured of a variant alone.</param>
    public static SnapshotJob Of(SnapshotJob job, IReadOnlyList<SnapshotNode> nodes)
    {
        if (job.Tasks.All(t => t.Variants is null or { Count: 0 }))
        {
            return job;
        }

        return job with
        {
            Tasks = [.. job.Tasks.Select(t => t.Variants is { Count: > 0 } v ? Lightest(t, v, nodes) : t)],
            Flows =
            [
                .. job.Flows.Select(f => f with
                {
                    Data = new Bytes((long)Math.Floor(f.Data.Value * DataFactor(job, f))),
                }),
            ],
        };
    }

    private static double DataFactor(SnapshotJob job, SnapshotFlow flow) =>
        (job.Tasks.FirstOrDefault(t => t.Id == flow.Id.From)?.Variants ?? []).Select(v => v.Data).Append(1).Min();

    private static SnapshotTask Lightest(
        SnapshotTask task, IReadOnlyList<SnapshotVariant> variants, IReadOnlyList<SnapshotNode> nodes)
    {
        var work = variants.Select(v => v.Work).Append(1).Min();
        var measured = task.Measured.ToDictionary(m => m.Key, m => new Milliseconds(m.Value.Value * work));
        foreach (var (kind, time) in variants.SelectMany(v => v.Measured))
        {
            var known = measured.TryGetValue(kind, out var other) ? other.Value : Computed(task, work, kind, nodes);
            measured[kind] = new Milliseconds(Math.Min(known, time.Value));
        }

        return task with
        {
            Work = new WorkUnits(task.Work.Value * work),
            Memory = new Bytes((long)Math.Floor(task.Memory.Value * variants.Select(v => v.Memory).Append(1).Min())),
            Measured = measured,
        };
    }

    /// <summary>Milliseconds on the fastest node of a kind.</summary>
    private static double Computed(SnapshotTask task, double work, string kind, IReadOnlyList<SnapshotNode> nodes)
    {
        var speed = nodes.Where(n => n.Capacity.Kind == kind).Select(n => n.Capacity.Speed.Value).Append(0).Max();
        return speed > 0 ? 1000 * work * task.Work.Value / speed : double.PositiveInfinity;
    }
}
