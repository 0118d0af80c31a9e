namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// A DAG of tasks to be run on nodes in the least time (R | prec, c_ijuv | C_max): task t takes w_tu seconds on node
/// u, a
/// node runs one task at a time without pre-emption, data from task i to task j take c_ijuv seconds from node u to
/// node v and none within a node, and transfers do not slow each other. Tasks that are done are not part of it: their
/// outputs are in <see cref="Release"/>. Tasks, nodes and edges are numbers; ties are decided by the lower one.
/// Immutable.
/// </summary>
public sealed class ScheduleProblem
{
    /// <summary>A problem.</summary>
    /// <param name="network">The nodes.</param>
    /// <param name="seconds">w_tu at <c>[t * nodes + u]</c>; infinity where the task may not run.</param>
    /// <param name="edges">The dependencies; two between the same tasks are allowed.</param>
    /// <param name="release">
    /// When the data that come from outside are on a node, at <c>[t * nodes + u]</c>; null for at once.
    /// </param>
    /// <param name="side">What else binds placements; null for nothing.</param>
    /// <exception cref="ArgumentException">The sizes do not match, a number is negative, or the edges form a
    /// cycle.</exception>
    public ScheduleProblem(
        ScheduleNetwork network, double[] seconds, IReadOnlyList<ScheduleEdge> edges, double[]? release = null,
        SideConstraints? side = null)
    {
        (Network, Seconds, Release, Side) = (network, seconds, release, side);
        TaskCount = network.Count == 0 ? side?.Group.Count ?? 0 : seconds.Length / network.Count;
        Edges = [.. edges];
        Check();
        In = new Adjacency(TaskCount, Edges, e => e.To, e => e.From);
        Out = new Adjacency(TaskCount, Edges, e => e.From, e => e.To);
        Order = TopologicalOrder();
        if (Order.Length != TaskCount)
        {
            throw new ArgumentException($"the tasks form a cycle: only {Order.Length} of {TaskCount} can be ordered");
        }
    }

    /// <summary>The nodes.</summary>
    public ScheduleNetwork Network { get; }

    /// <summary>How many tasks.</summary>
    public int TaskCount { get; }

    /// <summary>How many nodes.</summary>
    public int NodeCount => Network.Count;

    /// <summary>w_tu at <c>[t * NodeCount + u]</c>.</summary>
    public double[] Seconds { get; }

    /// <summary>When outside data are on a node, at <c>[t * NodeCount + u]</c>; null for at once.</summary>
    public double[]? Release { get; }

    /// <summary>What else binds placements; null for nothing.</summary>
    public SideConstraints? Side { get; }

    /// <summary>The dependencies.</summary>
    public ScheduleEdge[] Edges { get; }

    /// <summary>For each task, its producers.</summary>
    public Adjacency In { get; }

    /// <summary>For each task, its consumers.</summary>
    public Adjacency Out { get; }

    /// <summary>The tasks, producers before consumers, the lowest number first.</summary>
    public int[] Order { get; }

    private void Check()
    {
        if (NodeCount > 0 && (Seconds.Length != TaskCount * NodeCount
            || (Release is not null && Release.Length != Seconds.Length)))
        {
            throw new ArgumentException($"{Seconds.Length} times do not fill a table of {NodeCount} nodes");
        }

        if (Array.Exists(Seconds, s => !(s >= 0)) || (Release is not null && Array.Exists(Release, s => !(s >= 0))))
        {
            throw new ArgumentException("times must be 0 or more");
        }

        var wrong = Array.FindIndex(Edges, e => e.From < 0 || e.From >= TaskCount || e.To < 0 || e.To >= TaskCount
            || !(e.Data >= 0 && double.IsFinite(e.Data)));
        if (wrong >= 0)
        {
            throw new ArgumentException($"edge {wrong} is {Edges[wrong]}, there are {TaskCount} tasks");
        }
    }

    private int[] TopologicalOrder()
    {
        var missing = new int[TaskCount];
        for (var t = 0; t < TaskCount; t++)
        {
            missing[t] = In.Start[t + 1] - In.Start[t];
        }

        var ready = new PriorityQueue<int, int>();
        for (var t = 0; t < TaskCount; t++)
        {
            if (missing[t] == 0)
            {
                ready.Enqueue(t, t);
            }
        }

        var order = new List<int>(TaskCount);
        while (ready.TryDequeue(out var task, out _))
        {
            order.Add(task);
            for (var k = Out.Start[task]; k < Out.Start[task + 1]; k++)
            {
                if (--missing[Out.Other[k]] == 0)
                {
                    ready.Enqueue(Out.Other[k], Out.Other[k]);
                }
            }
        }

        return [.. order];
    }
}
