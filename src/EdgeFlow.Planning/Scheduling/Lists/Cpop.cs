namespace EdgeFlow.Planning.Scheduling.Lists;

/// <summary>
/// CPOP: Topcuoglu, Hariri and Wu, 2002 (see <see cref="Heft"/>), §4.3. Ready tasks by rank_u + rank_d; those of the
/// critical path, which all have the highest sum, go to the one node that runs the whole path fastest, the others where
/// they finish first. A critical task that may not run there goes where it finishes first, too.
/// </summary>
public sealed class Cpop : IListScheduler
{
    // Sums of the same numbers in another order differ in their last digits.
    private const double Tolerance = 1e-9;

    /// <inheritdoc/>
    public string Name => "cpop/1";

    /// <inheritdoc/>
    public Schedule? Build(ScheduleProblem problem)
    {
        var ranks = new Ranks(problem);
        var (priority, down) = (ranks.Upward(), ranks.Downward());
        for (var t = 0; t < priority.Length; t++)
        {
            priority[t] += down[t];
        }

        var critical = CriticalPath(problem, priority);
        var fastest = FastestNode(problem, critical);
        var (partial, ready) = (new PartialSchedule(problem), new ReadyQueue(problem, priority));
        while (ready.TryTake(out var task))
        {
            var onPath = critical[task] && fastest >= 0
                && double.IsFinite(partial.FinishOn(task, fastest, partial.Inputs(task)[fastest]));
            var node = onPath ? fastest : partial.Earliest(task).Node;
            if (node < 0)
            {
                return null;
            }

            partial.Place(task, node);
        }

        return partial.Result();
    }

    /// <summary>One path from a source of the highest priority down to a sink, always to a consumer of that
    /// priority.</summary>
    private static bool[] CriticalPath(ScheduleProblem problem, double[] priority)
    {
        var path = new bool[problem.TaskCount];
        var top = priority.DefaultIfEmpty(0).Max() * (1 - Tolerance);
        var at = Array.FindIndex(problem.Order, t => problem.In.Start[t] == problem.In.Start[t + 1]
            && priority[t] >= top);
        var task = at < 0 ? -1 : problem.Order[at];
        while (task >= 0)
        {
            path[task] = true;
            var next = -1;
            for (var k = problem.Out.Start[task]; k < problem.Out.Start[task + 1] && next < 0; k++)
            {
                next = priority[problem.Out.Other[k]] >= top ? problem.Out.Other[k] : -1;
            }

            task = next;
        }

        return path;
    }

    private static int FastestNode(ScheduleProblem problem, bool[] critical)
    {
        var (best, at) = (double.PositiveInfinity, -1);
        for (var u = 0; u < problem.NodeCount; u++)
        {
            var sum = 0.0;
            for (var t = 0; t < critical.Length; t++)
            {
                sum += critical[t] ? problem.Seconds[t * problem.NodeCount + u] : 0;
            }

            (best, at) = sum < best ? (sum, u) : (best, at);
        }

        return at;
    }
}
