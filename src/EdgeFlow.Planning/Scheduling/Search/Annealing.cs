namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>
/// Simulated annealing with exact insertions. A step takes a task, mostly one of a longest way, off its node and looks
/// at its best position on every node (<see cref="Insertions"/>); each has the energy
/// max(makespan without the task, way through it) + <see cref="LocalPart"/> · way through it, where the second part
/// tells apart what the makespan does not. One node is drawn of those whose energy is above the least by no more than
/// τ · E, with E exponentially distributed: at temperature 0 the best, else sometimes a worse one (threshold
/// acceptance, G. Dueck and T. Scheuer, 1990, with a threshold as random as that of Metropolis). Tasks that must be
/// together are taken off and put back together. Mutable; owned by one search.
/// </summary>
internal sealed class Annealing
{
    /// <summary>What part of the energy the way through the task is, beside the makespan.</summary>
    public const double LocalPart = 0.1;

    /// <summary>How often a step takes a task of a longest way and not any.</summary>
    public const double CriticalPart = 0.8;

    private readonly ScheduleProblem _problem;
    private readonly Insertions _insertions;
    private readonly SplitMix _random;
    private readonly int[][] _together;
    private readonly int[] _own = new int[1];
    private readonly List<int> _path = [];
    private int _last;

    public Annealing(ScheduleProblem problem, ulong seed)
    {
        (_problem, _random) = (problem, new SplitMix(seed));
        Graph = new ScheduleGraph(problem);
        _insertions = new Insertions(problem, Graph);
        _together = problem.Side is null ? [] : Together(problem, problem.Side);
    }

    /// <summary>The schedule as it is now.</summary>
    public ScheduleGraph Graph { get; }

    /// <summary>Its makespan, in seconds.</summary>
    public double Makespan { get; private set; }

    /// <summary>Counted work: tasks passed, nodes tried and edges looked at.</summary>
    public long Work => Graph.Work + _insertions.Work;

    /// <summary>Goes on from a schedule.</summary>
    /// <param name="node">Node of each task.</param>
    /// <param name="order">All tasks in an order that every node keeps, producers before consumers.</param>
    public void Load(ReadOnlySpan<int> node, ReadOnlySpan<int> order)
    {
        Graph.Load(node, order);
        (Makespan, _last) = Graph.Forward();
    }

    /// <summary>Takes a step.</summary>
    /// <param name="temperature">τ, in seconds.</param>
    /// <returns>Whether the schedule is whole; else another one must be loaded.</returns>
    public bool Step(double temperature)
    {
        var task = Choose();
        ReadOnlySpan<int> moved = _own;
        _own[0] = task;
        if (_problem.Side is { } side && _together[side.Group[task]] is { Length: > 1 } group)
        {
            moved = group;
        }

        foreach (var other in moved)
        {
            Graph.Detach(other);
        }

        foreach (var other in moved)
        {
            if (!PutBack(other, temperature))
            {
                return false;
            }
        }

        (Makespan, _last) = Graph.Forward();
        return true;
    }

    private static int[][] Together(ScheduleProblem problem, SideConstraints side)
    {
        var members = new List<int>[side.Memory.Count];
        for (var g = 0; g < members.Length; g++)
        {
            members[g] = [];
        }

        foreach (var task in problem.Order)
        {
            members[side.Group[task]].Add(task);
        }

        return [.. members.Select(m => m.ToArray())];
    }

    private bool PutBack(int task, double temperature)
    {
        var (without, _) = Graph.Forward();
        Graph.Backward();
        _insertions.Find(task);
        var ways = _insertions.Way;
        var least = double.PositiveInfinity;
        foreach (var way in ways)
        {
            least = Math.Min(least, Math.Max(way, without) + LocalPart * way);
        }

        var most = least - temperature * Math.Log(1 - _random.Real());
        var (at, seen) = (-1, 0);
        for (var u = 0; u < ways.Length; u++)
        {
            // Each of those that qualify is drawn with the same probability, in one pass.
            if (Math.Max(ways[u], without) + LocalPart * ways[u] <= most && double.IsFinite(ways[u])
                && _random.Below(++seen) == 0)
            {
                at = u;
            }
        }

        if (at < 0)
        {
            return false;
        }

        Graph.Attach(task, at, _insertions.Place[at]);
        return true;
    }

    private int Choose()
    {
        if (_random.Real() >= CriticalPart)
        {
            return _random.Below(_problem.TaskCount);
        }

        _path.Clear();
        for (var task = _last; task >= 0; task = Graph.Waits(task))
        {
            _path.Add(task);
        }

        return _path[_random.Below(_path.Count)];
    }
}
