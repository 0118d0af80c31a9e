namespace EdgeFlow.Planning.Scheduling;

/// <summary>A schedule as nodes and one order of all tasks, and back.</summary>
internal static class ScheduleOrder
{
    /// <summary>The tasks of a schedule by time, producers before consumers.</summary>
    public static int[] Of(ScheduleProblem problem, Schedule schedule)
    {
        var position = new int[problem.TaskCount];
        for (var k = 0; k < position.Length; k++)
        {
            position[problem.Order[k]] = k;
        }

        // A task so short that it ends when it starts comes before others that start then.
        return [.. problem.Order.OrderBy(t => schedule.Start[t]).ThenBy(t => schedule.Finish[t])
            .ThenBy(t => position[t])];
    }

    /// <summary>Every task as early as it can be when each node keeps the order.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="node">Node of each task.</param>
    /// <param name="order">All tasks, producers before consumers.</param>
    public static Schedule Decode(ScheduleProblem problem, ReadOnlySpan<int> node, ReadOnlySpan<int> order)
    {
        var (start, finish) = (new double[problem.TaskCount], new double[problem.TaskCount]);
        var free = problem.Network.Ready.AsSpan().ToArray();
        foreach (var task in order)
        {
            var on = node[task];
            var at = Math.Max(free[on], problem.Release?[task * problem.NodeCount + on] ?? 0);
            for (var k = problem.In.Start[task]; k < problem.In.Start[task + 1]; k++)
            {
                var from = problem.In.Other[k];
                at = Math.Max(at, finish[from] + problem.Network.Transfer(problem.In.Data[k], node[from], on));
            }

            (start[task], finish[task]) = (at, at + problem.Seconds[task * problem.NodeCount + on]);
            free[on] = finish[task];
        }

        return new Schedule(node.ToArray(), start, finish);
    }
}
