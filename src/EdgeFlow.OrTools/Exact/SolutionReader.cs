using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.OrTools.Exact;

/// <summary>Reads placements and routes from the values of a program's variables. Stateless.</summary>
internal static class SolutionReader
{
    private const double Set = 0.5;

    /// <summary>Where one job is.</summary>
    /// <returns>It, or null where the values place it nowhere.</returns>
    public static PlacedJob? Read(
        IndexedNetwork network, IndexedJob job, JobVariables variables, IReadOnlyList<double> values)
    {
        var at = new int[variables.At.GetLength(0)];
        for (var g = 0; g < at.Length; g++)
        {
            at[g] = Enumerable.Range(0, network.NodeCount).FirstOrDefault(
                u => variables.At[g, u] >= 0 && values[variables.At[g, u]] > Set, -1);
            if (at[g] < 0)
            {
                return null;
            }
        }

        int[] nodes = [.. variables.Groups.Of.Select(g => at[g])];
        var routes = new IndexedRoute?[job.Flows.Length];
        for (var f = 0; f < routes.Length; f++)
        {
            routes[f] = Route(network, variables.Passes[f], nodes[job.Flows[f].From], nodes[job.Flows[f].To], values);
            if (routes[f] is null)
            {
                return null;
            }
        }

        return new PlacedJob(network, job, new Embedding(nodes, routes));
    }

    /// <summary>Follows the arcs that are set: of each node one at most.</summary>
    private static IndexedRoute? Route(
        IndexedNetwork network, int[] passes, int from, int to, IReadOnlyList<double> values)
    {
        var (nodes, arcs) = (new List<int> { from }, new List<int>());
        while (nodes[^1] != to)
        {
            var next = Enumerable.Range(network.ArcStart[nodes[^1]], DegreeOf(network, nodes[^1])).FirstOrDefault(
                a => passes.Length > 0 && passes[a] >= 0 && values[passes[a]] > Set, -1);
            if (next < 0 || arcs.Count == network.NodeCount)
            {
                return null;
            }

            arcs.Add(next);
            nodes.Add(network.ArcHead[next]);
        }

        return new IndexedRoute(
            [.. nodes], [.. arcs.Select(a => network.ArcLink[a])], [.. arcs.Select(a => network.ArcResource[a])]);
    }

    private static int DegreeOf(IndexedNetwork network, int node) =>
        network.ArcStart[node + 1] - network.ArcStart[node];
}
