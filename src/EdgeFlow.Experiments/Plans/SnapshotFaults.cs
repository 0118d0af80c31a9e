using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Finds what is wrong with a network and jobs although each value is right by itself: ids that are there
/// twice, flows of tasks that are not there, demands that no job may have.</summary>
internal static class SnapshotFaults
{
    /// <summary>What is wrong with a network.</summary>
    public static void Check(MapNode root, NetworkSnapshot snapshot, ErrorList errors)
    {
        Unique(root, "nodes", [.. snapshot.Nodes.Select(n => n.Id.Value)], errors);
        Unique(root, "links", [.. snapshot.Links.Select(l => l.Id.Value)], errors);
        Check((ListNode)root["jobs"], snapshot.Jobs, errors);
    }

    /// <summary>What is wrong with jobs.</summary>
    public static void Check(ListNode list, IReadOnlyList<SnapshotJob> jobs, ErrorList errors)
    {
        for (var j = 0; j < jobs.Count; j++)
        {
            var (job, node) = (jobs[j], (MapNode)list.Items[j]);
            Unique(node, "tasks", [.. job.Tasks.Select(t => t.Id.Value)], errors);
            Unique(node, "flows", [.. job.Flows.Select(f => f.Id.ToString())], errors);
            CheckFlows((ListNode)node["flows"], job, errors);
            if (DemandLimits.Fault(job.Demand) is var (pointer, problem))
            {
                errors.Add(node["demand"], problem, $"a demand as a manifest's spec{pointer} may be");
            }
        }
    }

    private static void CheckFlows(ListNode flows, SnapshotJob job, ErrorList errors)
    {
        var tasks = job.Tasks.Select(t => t.Id).ToHashSet();
        for (var f = 0; f < job.Flows.Count; f++)
        {
            foreach (var end in (Domain.Ids.TaskId[])[job.Flows[f].Id.From, job.Flows[f].Id.To])
            {
                if (!tasks.Contains(end))
                {
                    errors.Add(
                        ((MapNode)flows.Items[f])["id"], $"the job has no task '{end}'",
                        errors.Suggest(end.Value, tasks.Select(t => t.Value).Order(StringComparer.Ordinal),
                            "a flow between two tasks of the job"));
                }
            }
        }
    }

    private static void Unique(MapNode owner, string key, IReadOnlyList<string> ids, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < ids.Count; k++)
        {
            if (!seen.Add(ids[k]))
            {
                var item = (MapNode)((ListNode)owner[key]).Items[k];
                errors.Add(item.Find("id") ?? item, $"the id '{ids[k]}' is there twice", $"each id once in '{key}'");
            }
        }
    }
}
