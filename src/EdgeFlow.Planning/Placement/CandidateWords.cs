using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>Tells, for every task and node, what it would have cost and why it was not taken.</summary>
internal static class CandidateWords
{
    /// <summary>Most nodes told of for a task: the chosen one and the first by id; more would only bury the
    /// reader.</summary>
    public const int MostNodes = 128;

    /// <summary>Why a node was not taken that costs more.</summary>
    public const string Dearer = "dearer at the prices in force";

    /// <summary>For a job that was placed: the price of each task on each node, the other tasks staying where they
    /// are.</summary>
    /// <param name="work">The job.</param>
    /// <param name="congestion">What the others use.</param>
    /// <param name="trees">Paths at the prices in force.</param>
    /// <param name="rate">Rate at which it was priced.</param>
    /// <param name="embedding">Where it was placed.</param>
    /// <param name="compared">The nodes that were compared for each group, where only these are told of; null for
    /// all.</param>
    public static IReadOnlyList<TaskReport> ForPlaced(
        Workspace work, Congestion congestion, PathTrees trees, double rate, Embedding embedding,
        int[][]? compared = null)
    {
        var cheaperElsewhere = new double[work.Job.Tasks.Length];
        return InManifestOrder(work.Job, i =>
        {
            var chosen = embedding.Node[i];
            var group = work.Groups.Of[i];
            var candidates = new List<CandidateReport>();
            cheaperElsewhere[i] = Price(group, chosen);
            foreach (var u in compared is null ? Shown(work.Network.NodeCount, chosen)
                : compared[group].Contains(chosen) ? compared[group] : [.. compared[group], chosen])
            {
                var node = work.Network.Nodes[u];
                var unmet = NodeFilter.FirstUnmet(work.Job.Tasks[i], node, work.Free[u]);
                if (unmet >= 0)
                {
                    var why = NodeFilter.Describe(work.Job.Tasks[i], node, work.Free[u], unmet);
                    candidates.Add(new CandidateReport(node.Id, null, why));
                    continue;
                }

                var price = Price(group, u);
                candidates.Add(new CandidateReport(
                    node.Id, double.IsFinite(price) ? price : null,
                    u == chosen ? null : Reason(work, group, u, price, cheaperElsewhere[i])));
            }

            return new TaskReport(work.Job.Tasks[i].Id, work.Network.Nodes[chosen].Id, candidates);
        });

        double Price(int g, int node)
        {
            var price = Prices.Compute(work, congestion, rate, g, node);
            foreach (var f in work.Neighbours[g])
            {
                var flow = work.Job.Flows[f];
                price += work.Groups.Of[flow.From] == g
                    ? Math.Max(flow.Bits, 1) * trees.Costs(node)[embedding.Node[flow.To]]
                    : Math.Max(flow.Bits, 1) * trees.Costs(embedding.Node[flow.From])[node];
            }

            return price;
        }
    }

    /// <summary>For a job that was not placed: which nodes may host which task at all.</summary>
    public static IReadOnlyList<TaskReport> ForRefused(ISurroundings board, IndexedJob job) => InManifestOrder(job, i =>
    {
        var candidates = new List<CandidateReport>();
        foreach (var u in Shown(board.Network.NodeCount, -1))
        {
            var node = board.Network.Nodes[u];
            var unmet = NodeFilter.FirstUnmet(job.Tasks[i], node, board.FreeMemory[u]);
            candidates.Add(new CandidateReport(node.Id, null, unmet < 0
                ? "would do for this task, but the job as a whole could not be placed"
                : NodeFilter.Describe(job.Tasks[i], node, board.FreeMemory[u], unmet)));
        }

        return new TaskReport(job.Tasks[i].Id, null, candidates);
    });

    /// <summary>One report a task, in the manifest's order.</summary>
    public static IReadOnlyList<TaskReport> InManifestOrder(IndexedJob job, Func<int, TaskReport> report) =>
        [.. Enumerable.Range(0, job.Tasks.Length).OrderBy(i => job.ManifestPosition[i]).Select(report)];

    /// <summary>The nodes told of: all, or on a large network the first ones and the chosen one.</summary>
    public static IEnumerable<int> Shown(int nodes, int chosen) =>
        Enumerable.Range(0, Math.Min(nodes, MostNodes)).Concat(chosen >= MostNodes ? [chosen] : []);

    private static string Reason(Workspace work, int group, int node, double price, double chosenPrice)
    {
        if (Array.IndexOf(work.Groups.Nodes[group], node) < 0)
        {
            return "cannot host the tasks that must be together with this one";
        }

        return double.IsPositiveInfinity(price) ? "has no path to the neighbouring tasks"
            : price > chosenPrice ? Dearer
            : "not better once its own load and the rates of all jobs are counted";
    }
}
