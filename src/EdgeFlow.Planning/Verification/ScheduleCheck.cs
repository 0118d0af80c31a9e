using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Bounds;

namespace EdgeFlow.Planning.Verification;

/// <summary>
/// Checks a schedule, and a lower bound of the makespan, by plain arithmetic. Shares no code with those that make them,
/// so that a bug there cannot excuse itself. Times are compared with a relative tolerance. Stateless and thread-safe.
/// </summary>
public static class ScheduleCheck
{
    /// <summary>Relative tolerance of comparisons.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Checks a schedule: places, times, precedence with transfers, one task at a time on a node, side
    /// constraints.</summary>
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static IReadOnlyList<string> Check(ScheduleProblem problem, Schedule schedule)
    {
        var found = new List<string>();
        if (schedule.Node.Count != problem.TaskCount || schedule.Start.Count != problem.TaskCount
            || schedule.Finish.Count != problem.TaskCount)
        {
            return [$"it has {schedule.Node.Count} tasks, not {problem.TaskCount}"];
        }

        for (var t = 0; t < problem.TaskCount; t++)
        {
            if (schedule.Node[t] < 0 || schedule.Node[t] >= problem.NodeCount)
            {
                return [$"task {t} is on node {schedule.Node[t]}, which does not exist"];
            }

            CheckTimes(problem, schedule, t, found);
        }

        foreach (var edge in problem.Edges)
        {
            var (from, to) = (schedule.Node[edge.From], schedule.Node[edge.To]);
            var way = from * problem.NodeCount + to;
            var transfer = from == to ? 0
                : problem.Network.Delay[way] + edge.Data * problem.Network.SecondsPerUnit[way];
            if (IsBefore(schedule.Start[edge.To], schedule.Finish[edge.From] + transfer, schedule))
            {
                found.Add($"task {edge.To} starts before it has the data of task {edge.From}");
            }
        }

        CheckOverlaps(problem, schedule, found);
        CheckSides(problem.Side, schedule, found);
        return found;
    }

    /// <summary>Checks that a bound follows from its certificate.</summary>
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static IReadOnlyList<string> Check(ScheduleProblem problem, MakespanBound bound)
    {
        var found = new List<string>();
        var redone = new BoundArithmetic(problem);
        Require(bound.Path, redone.Path, "the longest compulsory way", found);
        if (bound.Prices.Count != problem.NodeCount || bound.Prices.Any(p => !(p >= 0))
            || (bound.Area > 0 && Math.Abs(bound.Prices.Sum() - 1) > Tolerance))
        {
            found.Add("the prices are not those of the nodes, negative, or their sum is not 1");
            return found;
        }

        Require(bound.Area, redone.Area(bound.Since, bound.Rest, bound.Prices), "the load", found);
        Require(bound.Value, Math.Max(bound.Path, bound.Area), "the greater of both", found);
        return found;
    }

    private static void Require(double claimed, double redone, string what, List<string> found)
    {
        if (!(claimed <= redone * (1 + Tolerance)))
        {
            found.Add(FormattableString.Invariant($"{what} is said to be {claimed}, it is {redone}"));
        }
    }

    private static bool IsBefore(double time, double other, Schedule schedule) =>
        !(time >= other - Tolerance * Math.Max(schedule.Makespan, 1e-300));

    private static void CheckTimes(ScheduleProblem problem, Schedule schedule, int t, List<string> found)
    {
        var cell = t * problem.NodeCount + schedule.Node[t];
        var (start, finish) = (schedule.Start[t], schedule.Finish[t]);
        if (!double.IsFinite(finish) || IsBefore(finish, start + problem.Seconds[cell], schedule))
        {
            found.Add(FormattableString.Invariant(
                $"task {t} takes {problem.Seconds[cell]} s on node {schedule.Node[t]}, not {finish - start}"));
        }

        if (IsBefore(start, problem.Network.Ready[schedule.Node[t]], schedule)
            || (problem.Release is { } release && IsBefore(start, release[cell], schedule)))
        {
            found.Add($"task {t} starts before its node is free or its outside data are there");
        }
    }

    private static void CheckOverlaps(ScheduleProblem problem, Schedule schedule, List<string> found)
    {
        foreach (var node in Enumerable.Range(0, problem.TaskCount).GroupBy(t => schedule.Node[t]))
        {
            var tasks = node.OrderBy(t => schedule.Start[t]).ThenBy(t => schedule.Finish[t]).ToList();
            for (var k = 1; k < tasks.Count; k++)
            {
                if (IsBefore(schedule.Start[tasks[k]], schedule.Finish[tasks[k - 1]], schedule))
                {
                    found.Add($"tasks {tasks[k - 1]} and {tasks[k]} overlap on node {node.Key}");
                }
            }
        }
    }

    private static void CheckSides(SideConstraints? side, Schedule schedule, List<string> found)
    {
        if (side is null)
        {
            return;
        }

        var hosts = side.Group.Select((g, t) => (Group: g, Node: schedule.Node[t])).Distinct()
            .ToLookup(h => h.Group, h => h.Node);
        foreach (var group in hosts.Where(h => h.Count() > 1))
        {
            found.Add($"group {group.Key} is on {group.Count()} nodes");
        }

        foreach (var (a, b) in side.Apart.Where(p => hosts[p.A].Intersect(hosts[p.B]).Any()))
        {
            found.Add($"groups {a} and {b} are not apart");
        }

        foreach (var node in hosts.SelectMany(h => h.Select(n => (Node: n, Group: h.Key))).GroupBy(h => h.Node))
        {
            var held = node.Sum(h => (decimal)side.Memory[h.Group]);
            if (held > side.Free[node.Key] && held > 0)
            {
                found.Add($"node {node.Key} holds {held} bytes, {side.Free[node.Key]} are free");
            }
        }
    }
}
