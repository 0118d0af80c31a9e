using System.Text.Json.Nodes;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Completes a snapshot that somebody wrote by hand: only ids, speeds, capacities and data must be
/// there.</summary>
internal static class SnapshotDefaults
{
    private const long AmpleMemory = 1L << 40;

    /// <summary>Fills in what is missing: options, delays, kinds, constraints and so on.</summary>
    public static void Complete(JsonObject snapshot)
    {
        Default(snapshot, "revision", 0);
        Default(snapshot, "options", new JsonObject());
        foreach (var list in new[] { "nodes", "links", "jobs", "current" })
        {
            Default(snapshot, list, new JsonArray());
        }

        if (snapshot["options"] is JsonObject options)
        {
            Default(options, "compute", "shared");
            Default(options, "duplex", "half");
        }

        ForEach(snapshot["nodes"], CompleteNode);
        ForEach(snapshot["links"], CompleteLink);
        ForEach(snapshot["jobs"], CompleteJob);
    }

    /// <summary>Fills in what is missing of a job.</summary>
    public static void CompleteJob(JsonObject job)
    {
        Default(job, "demand", new JsonObject());
        Default(job, "done", new JsonObject());
        Default(job, "flows", new JsonArray());
        if (job["demand"] is JsonObject demand)
        {
            Default(demand, "mode", "stream");
            Default(demand, "priority", 0);
            Default(demand, "whenInfeasible", "wait");
            foreach (var none in new[] { "required", "wished", "latencyBound", "frames" })
            {
                Default(demand, none, null);
            }
        }

        ForEach(job["tasks"], task =>
        {
            Default(task, "memory", 0);
            Default(task, "measured", new JsonObject());
            Default(task, "constraints", new JsonObject());
            if (task["constraints"] is JsonObject constraints)
            {
                Default(constraints, "labels", new JsonObject());
                foreach (var list in new[] { "nodes", "zones", "tolerations", "with", "apart" })
                {
                    Default(constraints, list, new JsonArray());
                }
            }
        });
    }

    private static void CompleteNode(JsonObject node)
    {
        // A node may be written flat, with its capacity's fields beside the id.
        if (!node.ContainsKey("capacity"))
        {
            var fields = node.Where(f => f.Key != "id").Select(f => f.Key).ToList();
            var flat = new JsonObject();
            foreach (var field in fields)
            {
                var value = node[field];
                node.Remove(field);
                flat.Add(field, value);
            }

            node.Add("capacity", flat);
        }

        if (node["capacity"] is JsonObject capacity)
        {
            Default(capacity, "memory", AmpleMemory);
            Default(capacity, "kind", "any");
            Default(capacity, "zone", "");
            Default(capacity, "labels", new JsonObject());
            Default(capacity, "taints", new JsonObject());
        }
    }

    private static void CompleteLink(JsonObject link)
    {
        Default(link, "id", $"{link["a"]}-{link["b"]}");
        Default(link, "delay", 0);
    }

    private static void ForEach(JsonNode? list, Action<JsonObject> action)
    {
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            action(item);
        }
    }

    private static void Default(JsonObject owner, string name, JsonNode? value)
    {
        if (!owner.ContainsKey(name))
        {
            owner.Add(name, value);
        }
    }
}
