using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>Tells, for every task of a batch job and every node, when it would end there.</summary>
internal static class BatchWords
{
    /// <summary>
    /// The candidates of each task, in the manifest's order. The price is the time in seconds at which the task ends;
    /// on nodes not chosen, if they had nothing else of this job to do.
    /// </summary>
    public static IReadOnlyList<TaskReport> Of(Board board, IndexedJob job, BatchModel model, Schedule schedule)
    {
        var number = new int[job.Tasks.Length];
        Array.Fill(number, -1);
        for (var t = 0; t < model.Tasks.Length; t++)
        {
            number[model.Tasks[t]] = t;
        }

        return CandidateWords.InManifestOrder(job, i =>
        {
            if (number[i] < 0)
            {
                var node = board.Network.NodeOf(job.Source.Done[job.Tasks[i].Id]);
                return new TaskReport(job.Tasks[i].Id, node < 0 ? null : board.Network.Nodes[node].Id, []);
            }

            return Report(board, job, model, schedule, number[i]);
        });
    }

    private static TaskReport Report(Board board, IndexedJob job, BatchModel model, Schedule schedule, int t)
    {
        var (task, chosen) = (job.Tasks[model.Tasks[t]], model.Nodes[schedule.Node[t]]);
        var own = schedule.Finish[t];
        var reports = new List<CandidateReport>();
        foreach (var u in CandidateWords.Shown(board.Network.NodeCount, chosen))
        {
            var node = board.Network.Nodes[u];
            var at = Array.BinarySearch(model.Nodes, u);
            var ending = u == chosen ? own
                : at < 0 ? double.PositiveInfinity : Ending(model.Problem, schedule, t, at);
            var unmet = NodeFilter.FirstUnmet(task, node, u == chosen ? long.MaxValue : board.FreeMemory[u]);
            reports.Add(new CandidateReport(node.Id, double.IsFinite(ending) ? ending : null, u == chosen ? null
                : unmet >= 0 ? NodeFilter.Describe(task, node, board.FreeMemory[u], unmet)
                : at < 0 ? "is slower or farther from the data than the nodes looked at"
                : double.IsPositiveInfinity(ending) ? "the task is bound to another node, or its input has no way here"
                : ending > own ? "would finish later"
                : "not better once the other tasks of the job are counted"));
        }

        return new TaskReport(task.Id, board.Network.Nodes[chosen].Id, reports);
    }

    private static double Ending(ScheduleProblem problem, Schedule schedule, int task, int node)
    {
        var cell = task * problem.NodeCount + node;
        var start = Math.Max(problem.Network.Ready[node], problem.Release?[cell] ?? 0);
        for (var k = problem.In.Start[task]; k < problem.In.Start[task + 1]; k++)
        {
            var from = problem.In.Other[k];
            var transfer = problem.Network.Transfer(problem.In.Data[k], schedule.Node[from], node);
            start = Math.Max(start, schedule.Finish[from] + transfer);
        }

        return start + problem.Seconds[cell];
    }
}
