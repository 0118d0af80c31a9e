using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Policies;

/// <summary>A job's plan in force, read against the network as it is now.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Embedding">Its placements and routes; null when they do not hold any more.</param>
/// <param name="Previous">Node of each task, -1 where the task cannot stay.</param>
/// <param name="Broken">What does not hold any more, in words; null when everything does.</param>
internal sealed record CurrentPlan(JobPlan Plan, Embedding? Embedding, int[] Previous, string? Broken)
{
    /// <summary>Reads a plan.</summary>
    public static CurrentPlan Read(IndexedNetwork network, IndexedJob job, JobPlan plan)
    {
        var (nodes, broken) = ReadPlacements(network, job, plan);
        var routes = new IndexedRoute?[job.Flows.Length];
        var given = new Dictionary<FlowId, Route>(plan.Routes.Count);
        foreach (var route in plan.Routes)
        {
            given.TryAdd(route.Flow, route);
        }

        for (var f = 0; f < routes.Length && broken is null; f++)
        {
            var flow = job.Flows[f];
            if (given.TryGetValue(flow.Id, out var route))
            {
                (routes[f], broken) = ReadRoute(network, route, nodes[flow.From], nodes[flow.To]);
            }
            else if (!job.Done[flow.To])
            {
                broken = $"its plan has no route for flow {flow.Id}";
            }
        }

        if (broken is null
            && (plan.Routes.Count != given.Count || given.Count != routes.Count(r => r is not null)))
        {
            broken = "its plan routes flows that it does not have";
        }

        return new CurrentPlan(plan, broken is null ? new Embedding(nodes, routes) : null, nodes, broken);
    }

    private static (int[] Nodes, string? Broken) ReadPlacements(IndexedNetwork network, IndexedJob job, JobPlan plan)
    {
        var nodes = new int[job.Tasks.Length];
        Array.Fill(nodes, -1);
        string? broken = plan.Placements.Count == job.Tasks.Length ? null : "its plan is for other tasks";
        foreach (var placement in plan.Placements.OrderBy(p => p.Task))
        {
            if (!job.Number.TryGetValue(placement.Task, out var i))
            {
                broken ??= $"its plan has a task {placement.Task} that it does not have";
                continue;
            }

            var node = network.NodeOf(placement.Node);
            if (job.Done[i])
            {
                broken ??= job.Source.Done[placement.Task] == placement.Node ? null
                    : $"the output of task {placement.Task} is on another node than planned";
                nodes[i] = node;
                continue;
            }

            var unmet = node < 0 ? -1 : NodeFilter.FirstUnmet(job.Tasks[i], network.Nodes[node], long.MaxValue);
            broken ??= node < 0 ? $"node {placement.Node} is gone"
                : unmet >= 0
                    ? $"node {placement.Node} does not meet {NodeFilter.Kinds[unmet]} of task {placement.Task} any more"
                : null;
            nodes[i] = unmet < 0 ? node : -1;
        }

        broken ??= BrokenPair(job, nodes);
        return (nodes, broken);
    }

    private static string? BrokenPair(IndexedJob job, int[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var constraints = job.Tasks[i].Constraints;
            foreach (var (others, together) in new[] { (constraints.With, true), (constraints.Apart, false) })
            {
                foreach (var other in others)
                {
                    if (job.Number.TryGetValue(other, out var o) && o != i && (nodes[o] == nodes[i]) != together)
                    {
                        return $"tasks {job.Tasks[i].Id} and {other} must be {(together ? "together" : "apart")} now";
                    }
                }
            }
        }

        return null;
    }

    private static (IndexedRoute? Route, string? Broken) ReadRoute(
        IndexedNetwork network, Route route, int from, int to)
    {
        var nodes = new int[route.Nodes.Count];
        for (var k = 0; k < nodes.Length; k++)
        {
            nodes[k] = network.NodeOf(route.Nodes[k]);
            if (nodes[k] < 0)
            {
                return (null, $"node {route.Nodes[k]} on the route of flow {route.Flow} is gone");
            }
        }

        if (nodes.Length != route.Links.Count + 1 || nodes[0] != from || nodes[^1] != to)
        {
            return (null, $"the route of flow {route.Flow} does not lead from its producer to its consumer");
        }

        var (links, resources) = (new int[route.Links.Count], new int[route.Links.Count]);
        for (var k = 0; k < links.Length; k++)
        {
            links[k] = network.LinkOf(route.Links[k]);
            if (links[k] < 0 || network.Links[links[k]].Capacity.Value <= 0)
            {
                return (null, $"link {route.Links[k]} on the route of flow {route.Flow} is gone or down");
            }

            var forward = network.End[links[k]] == (nodes[k], nodes[k + 1]);
            if (!forward && network.End[links[k]] != (nodes[k + 1], nodes[k]))
            {
                return (null, $"link {route.Links[k]} on the route of flow {route.Flow} has other ends now");
            }

            resources[k] = network.LinkResource(links[k], forward);
        }

        return (new IndexedRoute(nodes, links, resources), null);
    }
}
