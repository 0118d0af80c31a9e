using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling.Bounds;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The least makespan of batch jobs as a model over whole numbers, in ticks of a known makespan: x_gu = 1 where group g
/// is on node u, y_fa = 1 where flow f passes arc a, and when each task starts and each transfer ends. A node takes the
/// tasks of a job one after the other, in any order, once the tasks of other jobs there have run; a flow has the share
/// by weight of the fullest link of its route. Times are rounded down, so that no plan ends sooner than the model says.
/// </summary>
internal sealed class MakespanProgram
{
    /// <summary>Most choices of a node for a group and of an arc for a flow: what is proven in minutes is far
    /// below.</summary>
    public const long MostChoices = 4_000;

    /// <summary>Ticks of the makespan that is known: what rounding takes is far below what counts as no
    /// difference.</summary>
    public const long Known = 100_000_000;

    private readonly IndexedNetwork _network;
    private readonly IndexedJob[] _jobs;
    private readonly double _ticks;
    private readonly int _span;
    private readonly SortedDictionary<int, List<(int Variable, long Weight)>> _passes = [];
    private readonly SortedDictionary<int, int> _crowd = [];

    /// <summary>Builds it.</summary>
    /// <param name="network">The network, without streams.</param>
    /// <param name="jobs">The jobs with the groups of their tasks, none of which is done.</param>
    /// <param name="known">Seconds of a makespan that some plan has.</param>
    /// <param name="least">Seconds of which no plan has less.</param>
    public MakespanProgram(
        IndexedNetwork network, IReadOnlyList<(IndexedJob Job, Grouping Groups)> jobs, double known, double least)
    {
        (_network, _ticks, _jobs) = (network, Known / known, [.. jobs.Select(j => j.Job)]);
        _span = Model.AddVariable(Math.Min(Ticks(least), Known), Known);
        Model.Minimise(_span);
        var ways = new ShortestWays(network);
        foreach (var (number, (job, groups)) in jobs.Index())
        {
            Placed.Add(AddChoices(number, job, groups));
        }

        AddCrowds();
        foreach (var variables in Placed)
        {
            AddTimes(variables, AloneProblem.Of(network, _jobs[variables.Job], ways));
        }

        AddMemoryAndLoad();
    }

    /// <summary>The model.</summary>
    public CpModel Model { get; } = new();

    /// <summary>Where each job is.</summary>
    public List<JobVariables> Placed { get; } = [];

    /// <summary>Choices that a model of some jobs has.</summary>
    public static long ChoicesOf(IndexedNetwork network, IReadOnlyList<(IndexedJob Job, Grouping Groups)> jobs) =>
        jobs.Sum(j => (long)j.Groups.Count * network.NodeCount + (long)j.Job.Flows.Length * network.ArcHead.Length);

    /// <summary>From now on only solutions count that end before so many seconds.</summary>
    public void EndBefore(double seconds) => Model.Limit(_span, Ticks(seconds));

    /// <summary>A makespan of the model in seconds.</summary>
    public double Seconds(double ticks) => ticks / _ticks;

    /// <summary>From now on no solution counts that has the placements and routes of this one.</summary>
    public void Forbid(IReadOnlyList<double> values) => Model.AddNotAll(
        Placed.SelectMany(p => p.At.Cast<int>().Concat(p.Passes.SelectMany(f => f)))
            .Where(v => v >= 0 && values[v] > 0));

    private long Ticks(double seconds) => (long)Math.Floor(Math.Min(seconds * _ticks, Known + 1));

    private JobVariables AddChoices(int number, IndexedJob job, Grouping groups)
    {
        var at = new int[groups.Count, _network.NodeCount];
        for (var g = 0; g < groups.Count; g++)
        {
            for (var u = 0; u < _network.NodeCount; u++)
            {
                at[g, u] = Array.BinarySearch(groups.Nodes[g], u) >= 0 ? Model.AddChoice() : -1;
            }

            Model.AddExactlyOne(Nodes(at, g).Select(p => p.At));
        }

        foreach (var (a, b) in groups.Apart)
        {
            foreach (var (u, choice) in Nodes(at, a).Where(p => at[b, p.Node] >= 0))
            {
                Model.AddAtMostOne([choice, at[b, u]]);
            }
        }

        return new JobVariables(
            number, groups, at, [.. job.Flows.Select(f => AddRoute(groups.Of[f.From], groups.Of[f.To], at, job))]);
    }

    /// <summary>The arcs of a flow: of each node one at most is taken out, and one in.</summary>
    private int[] AddRoute(int from, int to, int[,] at, IndexedJob job)
    {
        if (from == to)
        {
            return [];
        }

        var passes = new int[_network.ArcHead.Length];
        for (var a = 0; a < passes.Length; a++)
        {
            var resource = _network.ArcResource[a];
            passes[a] = _network.Capacity[resource] >= 1 ? Model.AddChoice() : -1;
            if (passes[a] >= 0)
            {
                _passes.TryAdd(resource, []);
                _passes[resource].Add((passes[a], (long)job.Weight));
            }
        }

        for (var u = 0; u < _network.NodeCount; u++)
        {
            var (leave, come) = (Open(_network.ArcTail, u), Open(_network.ArcHead, u));
            Model.AddAtMostOne(leave);
            Model.AddAtMostOne(come);
            Model.AddRow(0, 0, leave.Select(p => (p, 1L)).Concat(come.Select(p => (p, -1L)))
                .Concat(at[from, u] >= 0 ? [(at[from, u], -1L)] : [])
                .Concat(at[to, u] >= 0 ? [(at[to, u], 1L)] : []));
        }

        return passes;

        int[] Open(int[] end, int node) =>
            [.. Enumerable.Range(0, passes.Length).Where(a => passes[a] >= 0 && end[a] == node).Select(a => passes[a])];
    }

    /// <summary>The weight of all flows on each link.</summary>
    private void AddCrowds()
    {
        foreach (var (resource, passes) in _passes)
        {
            _crowd[resource] = Model.AddVariable(0, passes.Sum(p => p.Weight));
            Model.AddRow(0, 0, passes.Append((_crowd[resource], -1)));
        }
    }

    private void AddTimes(JobVariables variables, Planning.Scheduling.ScheduleProblem alone)
    {
        var (job, groups) = (_jobs[variables.Job], variables.Groups);
        var (heads, tails) = (EarliestTimes.Heads(alone).Start, EarliestTimes.Tails(alone).Start);
        var starts = new int[job.Tasks.Length];
        var intervals = new List<int>[_network.NodeCount];
        for (var k = 0; k < job.Order.Length; k++)
        {
            var (i, nodes) = (job.Order[k], Nodes(variables.At, groups.Of[job.Order[k]]).ToList());
            var start = starts[i] = Model.AddVariable(0, Known);
            var first = k * _network.NodeCount;
            Model.AddAtLeast(0, nodes.Select(p => (p.At, -Ticks(heads[first + p.Node]))).Append((start, 1)));
            Model.AddAtLeast(0, nodes.Select(p => (p.At, -Ticks(Of(i, p.Node) + tails[first + p.Node])))
                .Append((start, -1)).Append((_span, 1)));
            foreach (var (u, at) in nodes)
            {
                (intervals[u] ??= []).Add(Model.AddInterval(start, Ticks(Of(i, u)), at));
                AddBacklog(variables.Job, u, start, at);
            }
        }

        Array.ForEach(intervals, here => Model.AddNoOverlap(here ?? []));
        for (var f = 0; f < job.Flows.Length; f++)
        {
            var (from, to) = (job.Flows[f].From, job.Flows[f].To);
            var transfer = variables.Passes[f].Length > 0 ? AddTransfer(job, f, variables.Passes[f]) : -1;
            Model.AddAtLeast(0, Nodes(variables.At, groups.Of[from]).Select(p => (p.At, -Ticks(Of(from, p.Node))))
                .Concat([(starts[to], 1), (starts[from], -1)]).Concat(transfer >= 0 ? [(transfer, -1L)] : []));
        }

        double Of(int task, int node) => job.Seconds(task, _network.Nodes[node]);
    }

    /// <summary>How long a flow's data take: the delays of its route, and its bits over its share of the fullest
    /// link.</summary>
    private int AddTransfer(IndexedJob job, int flow, int[] passes)
    {
        var transfer = Model.AddVariable(0, Known);
        var open = Enumerable.Range(0, passes.Length).Where(a => passes[a] >= 0).ToList();
        var delays = open.ConvertAll(
            a => (passes[a], -Ticks(_network.Links[_network.ArcLink[a]].Delay.Value / 1000)));
        foreach (var a in open)
        {
            // A flow of weight w has w parts of the capacity of all that pass.
            var (resource, weight) = (_network.ArcResource[a], (long)job.Weight);
            var part = Ticks(job.Flows[flow].Bits / (_network.Capacity[resource] * weight));
            var alone = Ticks(job.Flows[flow].Bits / _network.Capacity[resource]);
            Model.AddAtLeast(0, delays.Append((_crowd[resource], -part)).Append((transfer, 1)), passes[a]);
            Model.AddAtLeast(0, delays.Append((passes[a], -alone)).Append((transfer, 1)));
        }

        return transfer;
    }

    /// <summary>A task starts after all tasks of other jobs on its node.</summary>
    private void AddBacklog(int job, int node, int start, int at)
    {
        if (Placed.Count > 1)
        {
            Model.AddAtLeast(0, LoadOf(node, Placed.Where(p => p.Job != job), -1).Append((start, 1)), at);
        }
    }

    private void AddMemoryAndLoad()
    {
        for (var u = 0; u < _network.NodeCount; u++)
        {
            var node = u;
            var memory = Placed.SelectMany(p => Enumerable.Range(0, p.Groups.Count)
                .Where(g => p.At[g, node] >= 0 && p.Groups.Memory[g] > 0)
                .Select(g => (p.At[g, node], p.Groups.Memory[g]))).ToList();
            if (memory.Count > 0)
            {
                Model.AddRow(0, _network.Nodes[u].Capacity.Memory.Value, memory);
            }

            Model.AddAtLeast(0, LoadOf(u, Placed, -1).Append((_span, 1)));
        }
    }

    private IEnumerable<(int Variable, long Coefficient)> LoadOf(
        int node, IEnumerable<JobVariables> jobs, long sign) => jobs.SelectMany(
        p => Enumerable.Range(0, _jobs[p.Job].Tasks.Length).Where(i => p.At[p.Groups.Of[i], node] >= 0)
            .Select(i => (p.At[p.Groups.Of[i], node], sign * Ticks(_jobs[p.Job].Seconds(i, _network.Nodes[node])))));

    private static IEnumerable<(int Node, int At)> Nodes(int[,] at, int group) =>
        Enumerable.Range(0, at.GetLength(1)).Where(u => at[group, u] >= 0).Select(u => (u, at[group, u]));
}
