using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>A batch job's schedule while it grows, task by task. Mutable; used once.</summary>
internal sealed class BatchSchedule
{
    private readonly IndexedNetwork _network;
    private readonly IndexedJob _job;
    private readonly Grouping _groups;
    private readonly int[]? _previous;
    private readonly Shares _shares;
    private readonly PathTrees _trees;
    private readonly Timeline[] _timelines;
    private readonly long[] _free;
    private readonly int[] _groupNode;
    private readonly int[] _node;
    private readonly double[] _finish;
    private readonly TaskReport?[] _reports;
    private readonly Dictionary<(int, int), (double Capacity, double Delay)> _ways = [];

    public BatchSchedule(Board board, IndexedJob job, Grouping groups, int[]? previous)
    {
        (_network, _job, _groups, _previous, _shares) = (board.Network, job, groups, previous, board.Shares);
        _free = [.. board.FreeMemory];
        _timelines = [.. board.BatchSeconds.Select(s => new Timeline(Math.Max(0, s)))];
        (_node, _finish) = (new int[job.Tasks.Length], new double[job.Tasks.Length]);
        _reports = new TaskReport?[job.Tasks.Length];
        _groupNode = new int[groups.Count];
        Array.Fill(_groupNode, -1);
        Array.Fill(_node, -1);
        _trees = new PathTrees(_network);
        _trees.SetPrices(SecondsOfLargestFlow());
        for (var i = 0; i < _node.Length; i++)
        {
            if (job.Done[i])
            {
                _node[i] = _network.NodeOf(job.Source.Done[job.Tasks[i].Id]);
                Settle(groups.Of[i], _node[i]);
            }
        }
    }

    /// <summary>Counted work: nodes considered, and arcs looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Puts a task where it finishes first.</summary>
    /// <returns>Null, or why it can be nowhere.</returns>
    public Refusal? Place(int i)
    {
        var group = _groups.Of[i];
        var candidates = new (double Start, double Finish)?[_network.NodeCount];
        var (best, at) = (double.PositiveInfinity, -1);
        foreach (var u in Allowed(i, group))
        {
            var ready = Ready(i, u);
            Work++;
            if (double.IsPositiveInfinity(ready))
            {
                continue;
            }

            var length = _job.Seconds(i, _network.Nodes[u]) * _shares.BatchSlowdown(u);
            var start = _timelines[u].EarliestStart(ready, length);
            candidates[u] = (start, start + length);
            if (start + length < best)
            {
                (best, at) = (start + length, u);
            }
        }

        if (at < 0)
        {
            return Stuck(i);
        }

        (_node[i], _finish[i]) = (at, best);
        _timelines[at].Take(candidates[at]!.Value.Start, best - candidates[at]!.Value.Start);
        Settle(group, at);
        _reports[i] = Report(i, at, candidates);
        return null;
    }

    /// <summary>Placements, with the routes assumed. Flows that a done task would read have none.</summary>
    public Embedding Result()
    {
        var routes = new IndexedRoute?[_job.Flows.Length];
        for (var f = 0; f < routes.Length; f++)
        {
            routes[f] = _job.Done[_job.Flows[f].To] ? null
                : _trees.Path(_node[_job.Flows[f].From], _node[_job.Flows[f].To]);
        }

        return new Embedding(_node, routes);
    }

    /// <summary>The candidates of each task, in the manifest's order; the price is the finishing time in
    /// seconds.</summary>
    public IReadOnlyList<TaskReport> Reports() => CandidateWords.InManifestOrder(_job, i =>
        _reports[i] ?? new TaskReport(_job.Tasks[i].Id, _node[i] < 0 ? null : _network.Nodes[_node[i]].Id, []));

    private IEnumerable<int> Allowed(int i, int group)
    {
        if (_groupNode[group] >= 0)
        {
            return [_groupNode[group]];
        }

        var fits = _groups.Nodes[group].Where(u => _free[u] >= _groups.Memory[group] && IsApart(group, u));
        var stays = _previous is null ? -1 : _previous[i];
        return stays >= 0 && fits.Contains(stays) ? [stays] : fits;
    }

    private double Ready(int i, int node)
    {
        var ready = 0.0;
        foreach (var f in _job.Incoming[i])
        {
            var from = _node[_job.Flows[f].From];
            if (from == node)
            {
                ready = Math.Max(ready, _finish[_job.Flows[f].From]);
                continue;
            }

            var (capacity, delay) = Way(from, node);
            ready = Math.Max(ready, _finish[_job.Flows[f].From] + _job.Flows[f].Bits / capacity + delay);
        }

        return ready;
    }

    private (double Capacity, double Delay) Way(int from, int to)
    {
        if (!_ways.TryGetValue((from, to), out var way))
        {
            var path = _trees.Path(from, to);
            way = path is null ? (1, double.PositiveInfinity)
                : (path.Resources.Min(r => _network.Capacity[r]), Latency.Delay(_network, path));
            _ways[(from, to)] = way;
        }

        return way;
    }

    private double[] SecondsOfLargestFlow()
    {
        var bits = _job.Flows.Select(f => f.Bits).DefaultIfEmpty(0).Max();
        var price = new double[_network.Capacity.Length];
        for (var r = _network.NodeCount; r < price.Length; r++)
        {
            price[r] = (bits + 1) / Math.Max(1, _network.Capacity[r])
                + _network.Links[_network.LinkOfResource(r)].Delay.Value / 1000;
        }

        return price;
    }

    private bool IsApart(int group, int node) => Array.TrueForAll(
        _groups.Apart, p => (p.A != group || _groupNode[p.B] != node) && (p.B != group || _groupNode[p.A] != node));

    private void Settle(int group, int node)
    {
        if (_groupNode[group] < 0 && node >= 0)
        {
            _groupNode[group] = node;
            _free[node] -= _groups.Memory[group];
        }
    }

    private Refusal Stuck(int i)
    {
        var task = _job.Tasks[i].Id;
        if (!_groups.Nodes[_groups.Of[i]].Any(u => _free[u] >= _groups.Memory[_groups.Of[i]]))
        {
            return new Refusal(_job.Pointer(i, "memory"), $"the tasks placed before {task} leave it no memory");
        }

        return !_groups.Nodes[_groups.Of[i]].Any(u => IsApart(_groups.Of[i], u))
            ? new Refusal(_job.Pointer(i, "constraints/apart"),
                $"every node for {task} hosts a task it must be apart from")
            : new Refusal(_job.Pointer(i, "needs"), $"no node that may host {task} has a path from its inputs");
    }

    private TaskReport Report(int i, int chosen, (double Start, double Finish)?[] candidates)
    {
        var reports = new List<CandidateReport>();
        foreach (var u in CandidateWords.Shown(_network.NodeCount, chosen))
        {
            var node = _network.Nodes[u];
            var unmet = NodeFilter.FirstUnmet(_job.Tasks[i], node, u == chosen ? long.MaxValue : _free[u]);
            reports.Add(new CandidateReport(node.Id, candidates[u]?.Finish, u == chosen ? null
                : candidates[u] is not null ? "would finish later"
                : unmet >= 0 ? NodeFilter.Describe(_job.Tasks[i], node, _free[u], unmet)
                : "the task stays where it is, or where those it must be with are"));
        }

        return new TaskReport(_job.Tasks[i].Id, _network.Nodes[chosen].Id, reports);
    }
}
