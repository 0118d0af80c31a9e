using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Tests.Scheduling;

/// <summary>Random schedule problems of every shape, from a seed.</summary>
internal sealed class ProblemMaker(ulong seed)
{
    private ulong _state = seed;

    public static ScheduleNetwork Network(int nodes, double secondsPerUnit = 1) => new(
        new double[nodes], [.. Enumerable.Repeat(secondsPerUnit, nodes * nodes)], new double[nodes * nodes]);

    public static ScheduleProblem Chain(int tasks, int nodes, double data = 1) => new(
        Network(nodes), [.. Enumerable.Repeat(1.0, tasks * nodes)],
        [.. Enumerable.Range(1, tasks - 1).Select(t => new ScheduleEdge(t - 1, t, data))]);

    public static ScheduleProblem FanOut(int tasks, int nodes) => new(
        Network(nodes), [.. Enumerable.Repeat(1.0, tasks * nodes)],
        [.. Enumerable.Range(1, tasks - 1).Select(t => new ScheduleEdge(0, t, 0.1))]);

    /// <summary>Few or many tasks and nodes, numbers of like or very unlike size, zeros, releases, busy nodes, tasks
    /// that may not run everywhere.</summary>
    public ScheduleProblem Any(bool side = false)
    {
        var (tasks, nodes, wide) = (1 + Below(25), 1 + Below(6), Below(3) == 0);
        var edges = new List<ScheduleEdge>();
        var density = Real() * 0.4;
        for (var t = 1; t < tasks; t++)
        {
            for (var p = 0; p < t; p++)
            {
                if (Real() < density)
                {
                    edges.Add(new ScheduleEdge(p, t, Number(wide)));
                }
            }
        }

        var seconds = Numbers(tasks * nodes, wide);
        for (var t = 0; t < tasks; t++)
        {
            // Everybody may run on node 0, so that there always is a schedule.
            for (var u = 1; u < nodes; u++)
            {
                seconds[t * nodes + u] = Below(8) == 0 ? double.PositiveInfinity : seconds[t * nodes + u];
            }
        }

        var network = new ScheduleNetwork(
            Below(2) == 0 ? new double[nodes] : Numbers(nodes, wide), Numbers(nodes * nodes, wide),
            Below(2) == 0 ? new double[nodes * nodes] : Numbers(nodes * nodes, wide));
        return new ScheduleProblem(
            network, seconds, edges, Below(3) == 0 ? Numbers(tasks * nodes, wide) : null,
            side ? Side(tasks, nodes) : null);
    }

    private SideConstraints Side(int tasks, int nodes)
    {
        var groups = 1 + Below(tasks);
        var group = Enumerable.Range(0, tasks).Select(t => t < groups ? t : Below(groups)).ToArray();
        return new SideConstraints(
            group, [.. Enumerable.Range(0, groups).Select(_ => (long)Below(4))],
            [.. Enumerable.Range(0, nodes).Select(u => u == 0 ? 1000L : Below(8))],
            groups > 1 && nodes > 2 && Below(2) == 0 ? [(0, 1)] : []);
    }

    private double[] Numbers(int count, bool wide) => [.. Enumerable.Range(0, count).Select(_ => Number(wide))];

    private double Number(bool wide) => Below(6) == 0 ? 0 : wide ? Math.Pow(10, 24 * Real() - 12) : 0.1 + 2 * Real();

    private int Below(int count) => (int)(Real() * count);

    private double Real()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
