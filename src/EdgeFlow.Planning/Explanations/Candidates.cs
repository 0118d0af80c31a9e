using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Accelerators;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Finds, for every task of a job, the nodes that could host it with their prices, and why the others
/// cannot.</summary>
internal static class Candidates
{
    private const double LeastRate = 1e-12;

    /// <summary>The candidates of a placed job; takes it off the board.</summary>
    /// <param name="situation">The plans in force.</param>
    /// <param name="position">The job's position.</param>
    /// <param name="plan">Its plan.</param>
    public static IReadOnlyList<TaskExplanation> OfPlaced(Situation situation, int position, JobPlan plan)
    {
        var board = situation.Board;
        var placed = board.Jobs[position];
        board.Remove(placed);
        var reports = Reports(board, placed.Job, placed.Embedding, plan.Rate.Value);
        return [.. reports.Select(r => Explain(situation, placed.Job, r, VariantOf(plan, r.Task)))];
    }

    /// <summary>The candidates of a job that waits, as its report has them.</summary>
    public static IReadOnlyList<TaskExplanation> OfWaiting(JobReport? report) =>
    [
        .. (report?.Tasks ?? []).Select(t => Bounded(t, ModelVariant.Full)),
    ];

    private static IReadOnlyList<TaskReport> Reports(Board board, IndexedJob job, Embedding embedding, double rate)
    {
        var groups = Grouping.Build(board.Network, job, board.FreeMemory).Groups;
        if (groups is null || !job.IsStream)
        {
            return CandidateWords.InManifestOrder(job, i => ByTime(board, job, i, embedding.Node[i]));
        }

        var work = new Workspace(board.Network, job, groups, board.FreeMemory);
        var congestion = board.Yielding(Math.Max(rate, LeastRate) / job.Weight);
        var trees = new PathTrees(board.Network);
        trees.SetPrices(Prices.Links(board.Network, congestion, Math.Max(rate, LeastRate), work.LargestBits));
        return CandidateWords.ForPlaced(work, congestion, trees, Math.Max(rate, LeastRate), embedding);
    }

    private static TaskReport ByTime(Board board, IndexedJob job, int i, int chosen)
    {
        var candidates = new List<CandidateReport>();
        foreach (var u in CandidateWords.Shown(board.Network.NodeCount, chosen))
        {
            var node = board.Network.Nodes[u];
            var unmet = NodeFilter.FirstUnmet(job.Tasks[i], node, board.FreeMemory[u]);
            candidates.Add(unmet >= 0
                ? new CandidateReport(
                    node.Id, null, NodeFilter.Describe(job.Tasks[i], node, board.FreeMemory[u], unmet))
                : new CandidateReport(
                    node.Id, job.Seconds(i, node), u == chosen ? null : CandidateWords.Dearer));
        }

        return new TaskReport(
            job.Tasks[i].Id, chosen < 0 ? null : board.Network.Nodes[chosen].Id, candidates);
    }

    private static TaskExplanation Explain(Situation situation, IndexedJob job, TaskReport report, string variant)
    {
        var task = job.Tasks[job.Number[report.Task]];
        if (task.Accelerators is not { Count: > 0 })
        {
            return Bounded(report, variant);
        }

        var jobs = situation.Snapshot.Jobs.DistinctBy(j => j.Id).ToDictionary(j => j.Id);
        var stock = new AcceleratorStock(
            situation.Snapshot, situation.Snapshot.Current.Where(p => jobs.ContainsKey(p.Job)), jobs);
        return Bounded(report with { Candidates = [.. report.Candidates.Select(Held)] }, variant);

        CandidateReport Held(CandidateReport candidate)
        {
            var node = situation.Board.Network.Nodes[situation.Board.Network.NodeOf(candidate.Node)];
            return candidate.Price is not null && stock.Missing(job.Id, task, node) is { } name
                ? new CandidateReport(candidate.Node, null, stock.Describe(job.Id, task, node, name))
                : candidate;
        }
    }

    private static TaskExplanation Bounded(TaskReport report, string variant)
    {
        var able = report.Candidates.Where(c => c.Price is not null || c.Node == report.Chosen)
            .OrderByDescending(c => c.Node == report.Chosen).ThenBy(c => c.Price).ThenBy(c => c.Node).ToList();
        var refused = report.Candidates.Where(c => c.Price is null && c.Node != report.Chosen)
            .GroupBy(c => c.Rejected ?? "").Select(g => new RefusedNodes(g.Key, g.Count(), g.Min(c => c.Node)))
            .OrderByDescending(r => r.Count).ThenBy(r => r.Example);
        return new TaskExplanation(
            report.Task, report.Chosen, variant, [.. able.Take(TaskExplanation.MaxCandidates)], able.Count,
            [.. refused.Take(TaskExplanation.MaxReasons)]);
    }

    private static string VariantOf(JobPlan plan, TaskId task) =>
        plan.Placements.FirstOrDefault(p => p.Task == task)?.Variant ?? ModelVariant.Full;
}
