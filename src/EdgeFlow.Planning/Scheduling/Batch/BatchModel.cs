using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// One batch job as a schedule problem: its tasks that are not done, on the nodes worth a look
/// (<see cref="BatchNodes"/>). Nodes are free once the batch tasks of others there have run, tasks take twice as long
/// where streams use the node, outputs of done tasks come from where they lie. Immutable.
/// </summary>
internal sealed class BatchModel
{
    private readonly IndexedJob _job;
    private readonly IndexedNetwork _network;
    private readonly Grouping _groups;

    /// <summary>Describes a job.</summary>
    /// <param name="board">The other jobs.</param>
    /// <param name="job">The job.</param>
    /// <param name="groups">Its groups and their nodes.</param>
    /// <param name="ways">The ways between nodes.</param>
    /// <param name="previous">Node of each task before, where it stays if it may; null for a new job.</param>
    public BatchModel(Board board, IndexedJob job, Grouping groups, BatchWays ways, int[]? previous)
    {
        (_job, _network, _groups) = (job, board.Network, groups);
        Allowed = AllowedNodes(previous, board.FreeMemory);
        Nodes = BatchNodes.Choose(board, job, groups, Allowed, ways);
        Tasks = [.. job.Order.Where(i => !job.Done[i])];
        Problem = Describe(board, ways);
    }

    /// <summary>The nodes of each group that the model allows.</summary>
    public int[][] Allowed { get; }

    /// <summary>Node of the network for each node of the problem.</summary>
    public int[] Nodes { get; }

    /// <summary>Task of the job for each task of the problem.</summary>
    public int[] Tasks { get; }

    /// <summary>The problem.</summary>
    public ScheduleProblem Problem { get; }

    /// <summary>The problem with every task bound to its node.</summary>
    /// <param name="node">Node of each task of the job, all of them nodes of the problem.</param>
    public ScheduleProblem Bound(int[] node)
    {
        var seconds = new double[Problem.Seconds.Length];
        Array.Fill(seconds, double.PositiveInfinity);
        for (var t = 0; t < Tasks.Length; t++)
        {
            var cell = t * Nodes.Length + Array.BinarySearch(Nodes, node[Tasks[t]]);
            seconds[cell] = Problem.Seconds[cell];
        }

        return new ScheduleProblem(Problem.Network, seconds, Problem.Edges, Problem.Release, Problem.Side);
    }

    /// <summary>The nodes worth a look for a group; none where all of it is done.</summary>
    public int[] Open(int group) => _groups.Members[group].TrueForAll(i => _job.Done[i]) ? []
        : [.. Allowed[group].Where(u => Array.BinarySearch(Nodes, u) >= 0)];

    /// <summary>Node of each task of the job under a schedule.</summary>
    public int[] Place(Schedule schedule)
    {
        var node = new int[_job.Tasks.Length];
        for (var i = 0; i < node.Length; i++)
        {
            node[i] = _job.Done[i] ? _network.NodeOf(_job.Source.Done[_job.Tasks[i].Id]) : -1;
        }

        for (var t = 0; t < Tasks.Length; t++)
        {
            node[Tasks[t]] = Nodes[schedule.Node[t]];
        }

        return node;
    }

    private int[][] AllowedNodes(int[]? previous, long[] free)
    {
        var allowed = (int[][])_groups.Nodes.Clone();
        for (var g = 0; g < allowed.Length; g++)
        {
            foreach (var (a, b) in _groups.Apart)
            {
                // What is done elsewhere keeps others away from where it lies.
                var other = a == g ? b : b == g ? a : -1;
                var done = other < 0 ? -1 : _groups.Members[other].FindIndex(i => _job.Done[i]);
                if (done >= 0)
                {
                    var held = _network.NodeOf(_job.Source.Done[_job.Tasks[_groups.Members[other][done]].Id]);
                    allowed[g] = [.. allowed[g].Where(u => u != held)];
                }
            }

            var stays = previous is null ? -1
                : _groups.Members[g].Where(i => !_job.Done[i]).Select(i => previous[i]).FirstOrDefault(u => u >= 0, -1);
            if (stays >= 0 && allowed[g].Contains(stays) && _groups.Memory[g] <= free[stays])
            {
                allowed[g] = [stays];
            }
        }

        return allowed;
    }

    private ScheduleProblem Describe(Board board, BatchWays ways)
    {
        var (rates, delays) = (new double[Nodes.Length * Nodes.Length], new double[Nodes.Length * Nodes.Length]);
        for (var u = 0; u < Nodes.Length; u++)
        {
            for (var v = 0; v < Nodes.Length; v++)
            {
                var (capacity, delay) = ways.Between(Nodes[u], Nodes[v]);
                (rates[u * Nodes.Length + v], delays[u * Nodes.Length + v]) = (1 / capacity, delay);
            }
        }

        var number = new int[_job.Tasks.Length];
        for (var t = 0; t < Tasks.Length; t++)
        {
            number[Tasks[t]] = t;
        }

        var edges = _job.Flows.Where(f => !_job.Done[f.From] && !_job.Done[f.To])
            .Select(f => new ScheduleEdge(number[f.From], number[f.To], f.Bits));
        double[] ready = [.. Nodes.Select(u => Math.Max(0, board.BatchSeconds[u]))];
        return new ScheduleProblem(
            new ScheduleNetwork(ready, rates, delays), Seconds(board), [.. edges], Release(ways),
            Side(board.FreeMemory));
    }

    private double[] Seconds(Board board)
    {
        var seconds = new double[Tasks.Length * Nodes.Length];
        Array.Fill(seconds, double.PositiveInfinity);
        for (var t = 0; t < Tasks.Length; t++)
        {
            foreach (var node in Allowed[_groups.Of[Tasks[t]]])
            {
                if (Array.BinarySearch(Nodes, node) is >= 0 and var u)
                {
                    seconds[t * Nodes.Length + u] =
                        _job.Seconds(Tasks[t], _network.Nodes[node]) * board.Shares.BatchSlowdown(node);
                }
            }
        }

        return seconds;
    }

    private double[]? Release(BatchWays ways)
    {
        double[]? release = null;
        for (var t = 0; t < Tasks.Length; t++)
        {
            foreach (var f in _job.Incoming[Tasks[t]].Where(f => _job.Done[_job.Flows[f].From]))
            {
                release ??= new double[Tasks.Length * Nodes.Length];
                var from = _network.NodeOf(_job.Source.Done[_job.Tasks[_job.Flows[f].From].Id]);
                for (var u = 0; u < Nodes.Length; u++)
                {
                    var (capacity, delay) = ways.Between(from, Nodes[u]);
                    var cell = t * Nodes.Length + u;
                    release[cell] = Math.Max(release[cell], delay + _job.Flows[f].Bits / capacity);
                }
            }
        }

        return release;
    }

    private SideConstraints? Side(long[] free)
    {
        var groups = Tasks.Select(i => _groups.Of[i]).Distinct().Order().ToArray();
        (int A, int B)[] apart =
        [
            .. _groups.Apart.Select(p => (Array.BinarySearch(groups, p.A), Array.BinarySearch(groups, p.B)))
                .Where(p => p.Item1 >= 0 && p.Item2 >= 0),
        ];
        var isNeeded = apart.Length > 0 || groups.Length < Tasks.Length
            || Array.Exists(groups, g => _groups.Memory[g] > 0);
        return !isNeeded ? null : new SideConstraints(
            [.. Tasks.Select(i => Array.BinarySearch(groups, _groups.Of[i]))],
            [.. groups.Select(g => _groups.Memory[g])], [.. Nodes.Select(u => free[u])], apart);
    }
}
