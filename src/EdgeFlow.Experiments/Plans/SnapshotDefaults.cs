using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Completes a snapshot that somebody wrote by hand: only ids, speeds, capacities and data must be
/// there.</summary>
internal static class SnapshotDefaults
{
    private const string AmpleMemory = "1099511627776";
    private const string Capacity = "capacity";

    /// <summary>Fills in what is missing: options, delays, kinds, constraints and so on.</summary>
    public static void Complete(MapNode snapshot)
    {
        snapshot.Default("revision", "0");
        foreach (var list in (string[])["links", "jobs", "current"])
        {
            snapshot.DefaultList(list);
        }

        if (snapshot.DefaultMap("options") is { } options)
        {
            options.Default("compute", "shared");
            options.Default("duplex", "half");
        }

        ForEach(snapshot.Find("nodes"), CompleteNode);
        ForEach(snapshot.Find("links"), CompleteLink);
        CompleteJobs(snapshot.Find("jobs"));
    }

    /// <summary>Fills in what is missing of jobs.</summary>
    public static void CompleteJobs(DocumentNode? jobs) => ForEach(jobs, CompleteJob);

    private static void CompleteJob(MapNode job)
    {
        job.DefaultMap("done");
        job.DefaultList("flows");
        if (job.DefaultMap("demand") is { } demand)
        {
            demand.Default("mode", "stream");
            demand.Default("priority", "0");
            demand.Default("whenInfeasible", "wait");
            foreach (var none in (string[])["required", "wished", "latencyBound", "frames"])
            {
                demand.Default(none, "null");
            }
        }

        ForEach(job.Find("tasks"), CompleteTask);
    }

    private static void CompleteTask(MapNode task)
    {
        task.Default("memory", "0");
        task.DefaultMap("measured");
        if (task.DefaultMap("constraints") is { } constraints)
        {
            constraints.DefaultMap("labels");
            foreach (var list in (string[])["nodes", "zones", "tolerations", "with", "apart"])
            {
                constraints.DefaultList(list);
            }
        }
    }

    private static void CompleteNode(MapNode node)
    {
        // A node may be written flat, with its capacity's fields beside the id. What is nearly 'capacity' is left where
        // it is, so that the error says what was meant.
        if (!node.Keys.Any(key => key == Capacity || Spelling.Nearest(key, [Capacity]) is not null))
        {
            node.Gather(Capacity, but: "id");
        }

        if (node.Find(Capacity) is MapNode capacity)
        {
            capacity.Default("memory", AmpleMemory);
            capacity.Default("kind", "any");
            capacity.Default("zone", "", isText: true);
            capacity.DefaultMap("labels");
            capacity.DefaultMap("taints");
        }
    }

    private static void CompleteLink(MapNode link)
    {
        if (link.Find("a") is ScalarNode a && link.Find("b") is ScalarNode b)
        {
            link.Default("id", $"{a.Value}-{b.Value}", isText: true);
        }

        link.Default("delay", "0");
    }

    private static void ForEach(DocumentNode? list, Action<MapNode> action)
    {
        foreach (var item in (list as ListNode)?.Items.OfType<MapNode>() ?? [])
        {
            action(item);
        }
    }
}
