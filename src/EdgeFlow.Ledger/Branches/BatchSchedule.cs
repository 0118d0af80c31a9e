using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// When the tasks of a planned batch job end. The plan says only when the last one does; the others are spread as a
/// forward pass over the DAG has them (work over speed, data over bandwidth, one task of the job at a time on a node),
/// scaled so that the last ends as planned. Pure.
/// </summary>
internal static class BatchSchedule
{
    private const double BitsPerByte = 8;
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Seconds from the plan's adoption to each end, of the tasks that are not done, by time.</summary>
    /// <param name="snapshot">What the plan was made for.</param>
    /// <param name="job">The job in it.</param>
    /// <param name="plan">Its plan.</param>
    public static IReadOnlyList<(TaskId Task, double Seconds)> Of(
        NetworkSnapshot snapshot, SnapshotJob job, JobPlan plan)
    {
        var nodes = snapshot.Nodes.ToDictionary(node => node.Id);
        var delays = snapshot.Links.ToDictionary(link => link.Id, link => link.Delay.Value);
        var hosts = plan.Placements.ToDictionary(placement => placement.Task);
        var finish = new Dictionary<TaskId, double>();
        var free = new Dictionary<NodeId, double>();
        foreach (var task in InOrder(job))
        {
            if (job.Done.ContainsKey(task.Id) || !hosts.TryGetValue(task.Id, out var host))
            {
                finish[task.Id] = 0;
                continue;
            }

            var ready = job.Flows.Where(flow => flow.Id.To == task.Id)
                .Select(flow => finish[flow.Id.From] + Transfer(flow, plan, delays)).DefaultIfEmpty(0).Max();
            var start = Math.Max(ready, free.GetValueOrDefault(host.Node));
            finish[task.Id] = start + Busy(task, host, nodes.GetValueOrDefault(host.Node));
            free[host.Node] = finish[task.Id];
        }

        var last = finish.Values.DefaultIfEmpty(0).Max();
        var scale = last > 0 ? plan.Span.Value / MillisecondsPerSecond / last : 0;
        return [.. finish.Where(entry => !job.Done.ContainsKey(entry.Key))
            .Select(entry => (Task: entry.Key, Seconds: entry.Value * scale))
            .OrderBy(entry => entry.Seconds).ThenBy(entry => entry.Task)];
    }

    // Producers before consumers, in the manifest's order else; a DAG always has one that is ready.
    private static IEnumerable<SnapshotTask> InOrder(SnapshotJob job)
    {
        var left = job.Tasks.ToList();
        var needs = job.Flows.ToLookup(flow => flow.Id.To, flow => flow.Id.From);
        var given = new HashSet<TaskId>();
        while (left.Count > 0)
        {
            var next = left.Find(task => needs[task.Id].All(given.Contains)) ?? left[0];
            left.Remove(next);
            given.Add(next.Id);
            yield return next;
        }
    }

    private static double Transfer(SnapshotFlow flow, JobPlan plan, Dictionary<LinkId, double> delays)
    {
        var links = plan.Routes.FirstOrDefault(route => route.Flow == flow.Id)?.Links ?? [];
        var bandwidth = plan.Allocations.FirstOrDefault(granted => granted.Flow == flow.Id)?.Bandwidth.Value ?? 0;
        return links.Sum(link => delays.GetValueOrDefault(link)) / MillisecondsPerSecond
            + (bandwidth > 0 ? flow.Data.Value * BitsPerByte / bandwidth : 0);
    }

    private static double Busy(SnapshotTask task, Placement host, SnapshotNode? node)
    {
        if (node is null)
        {
            return 0;
        }

        var variant = task.Variants?.FirstOrDefault(form => form.Name == host.Variant);
        if (variant is not null && variant.Measured.TryGetValue(node.Capacity.Kind, out var own))
        {
            return own.Value / MillisecondsPerSecond;
        }

        var factor = variant?.Work ?? 1;
        return factor * (task.Measured.TryGetValue(node.Capacity.Kind, out var measured)
            ? measured.Value / MillisecondsPerSecond
            : task.Work.Value / node.Capacity.Speed.Value);
    }
}
