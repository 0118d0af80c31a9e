namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// The same tasks on fewer nodes. A schedule is made for transfers that do not slow each other; where a job's flows
/// share links, many of them make all slow, and fewer nodes may end sooner. Stateless.
/// </summary>
internal static class Gathering
{
    /// <summary>Most nodes around which tasks are gathered.</summary>
    public const int MostAnchors = 4;

    /// <summary>Problems on 1, 2, 4 and so on nodes, but not on all: those where all the work and all the data would
    /// be soonest, seen from the node that would do all the work first, and from those that some task is bound to. A
    /// task that may be on none of them keeps its nodes.</summary>
    /// <param name="problem">The problem.</param>
    public static IEnumerable<ScheduleProblem> Of(ScheduleProblem problem)
    {
        if (problem.Edges.Length == 0 || problem.NodeCount < 2)
        {
            return [];
        }

        var (seconds, data) = (Totals(problem), problem.Edges.Sum(e => e.Data));
        var anchors = Enumerable.Range(0, problem.NodeCount).OrderBy(u => seconds[u]).Take(1)
            .Concat(Bound(problem)).Distinct().Take(MostAnchors);
        return anchors.SelectMany(anchor => Parts(
            [.. Enumerable.Range(0, problem.NodeCount).OrderBy(u => u != anchor)
                .ThenBy(u => seconds[u] + problem.Network.Transfer(data, anchor, u))]));

        IEnumerable<ScheduleProblem> Parts(int[] nodes)
        {
            for (var count = 1; count < nodes.Length; count *= 2)
            {
                yield return On(problem, nodes[..count]);
            }
        }
    }

    /// <summary>When each node could have ended all tasks; those that it may not run count as on their best
    /// node.</summary>
    private static double[] Totals(ScheduleProblem problem)
    {
        var seconds = (double[])problem.Network.Ready.Clone();
        for (var t = 0; t < problem.TaskCount; t++)
        {
            var times = problem.Seconds.AsSpan(t * problem.NodeCount, problem.NodeCount);
            var least = double.PositiveInfinity;
            foreach (var time in times)
            {
                least = Math.Min(least, time);
            }

            for (var u = 0; u < times.Length; u++)
            {
                seconds[u] += double.IsFinite(times[u]) ? times[u] : least;
            }
        }

        return seconds;
    }

    /// <summary>The nodes of tasks that can be on one only, those of most tasks first.</summary>
    private static IEnumerable<int> Bound(ScheduleProblem problem)
    {
        var tasks = new int[problem.NodeCount];
        for (var t = 0; t < problem.TaskCount; t++)
        {
            var open = Enumerable.Range(0, problem.NodeCount)
                .Where(u => double.IsFinite(problem.Seconds[t * problem.NodeCount + u])).Take(2).ToList();
            if (open.Count == 1)
            {
                tasks[open[0]]++;
            }
        }

        return Enumerable.Range(0, tasks.Length).Where(u => tasks[u] > 0).OrderByDescending(u => tasks[u]);
    }

    private static ScheduleProblem On(ScheduleProblem problem, int[] nodes)
    {
        var seconds = (double[])problem.Seconds.Clone();
        for (var t = 0; t < problem.TaskCount; t++)
        {
            var first = t * problem.NodeCount;
            if (!Array.Exists(nodes, u => double.IsFinite(seconds[first + u])))
            {
                continue;
            }

            for (var u = 0; u < problem.NodeCount; u++)
            {
                seconds[first + u] = nodes.Contains(u) ? seconds[first + u] : double.PositiveInfinity;
            }
        }

        return new ScheduleProblem(problem.Network, seconds, problem.Edges, problem.Release, problem.Side);
    }
}
