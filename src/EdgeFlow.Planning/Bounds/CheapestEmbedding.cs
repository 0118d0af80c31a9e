using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// The cheapest embeddings of a class at given costs, for every node of the root at once: dynamic programming over the
/// tree decomposition that the elimination order induces, with cheapest paths for the flows. What it finds is never
/// above the true least cost: tasks that do not exchange data may overfill a node together, unless they are alike (see
/// <see cref="UnitElimination"/>). Not thread-safe.
/// </summary>
internal sealed class CheapestEmbedding : IPricedEmbedding
{
    private readonly JobClass _class;
    private readonly EmbeddingCosts _costs;
    private readonly int[][] _domain;
    private readonly List<(UnitElimination Step, int Unit)> _steps = [];
    private readonly List<(double[] Costs, PathTrees Trees)> _trees = [];
    private readonly double[] _rootCost;

    public CheapestEmbedding(JobClass jobClass, EmbeddingCosts costs)
    {
        (_class, _costs) = (jobClass, costs);
        _domain = [.. jobClass.Units.Select((unit, u) => Possible(unit[0], u))];
        _rootCost = new double[jobClass.Network.NodeCount];
        Array.Fill(_rootCost, double.PositiveInfinity);
        if (_domain.All(d => d.Length > 0))
        {
            Eliminate();
        }

        Work += _trees.Sum(t => t.Trees.Work);
    }

    /// <summary>Table cells and arcs looked at.</summary>
    public long Work { get; private set; }

    /// <inheritdoc/>
    public double Cost(int[] rootNodes)
    {
        var least = double.PositiveInfinity;
        foreach (var node in rootNodes)
        {
            least = Math.Min(least, _rootCost[node]);
        }

        return least;
    }

    /// <inheritdoc/>
    public BoundedEmbedding Find(ResourceLoads loads, int job, int[] rootNodes) =>
        BoundedEmbedding.Make(loads, _class, job, Trace(rootNodes)!.Value);

    /// <summary>An embedding of that cost: the node of each group and the route of each counted flow.</summary>
    /// <returns>It, or null when nothing is possible.</returns>
    public (int[] Node, IndexedRoute?[] Routes)? Trace(int[] rootNodes)
    {
        var root = -1;
        foreach (var node in rootNodes)
        {
            root = double.IsFinite(_rootCost[node]) && (root < 0 || _rootCost[node] < _rootCost[root]) ? node : root;
        }

        if (root < 0)
        {
            return null;
        }

        var choice = new int[_domain.Length];
        var nodeOf = new int[_class.Groups.Count];
        choice[_class.Root] = Array.IndexOf(_domain[_class.Root], root);
        nodeOf[_class.Units[_class.Root][0]] = root;
        for (var k = _steps.Count - 1; k >= 0; k--)
        {
            var (step, unit) = _steps[k];
            var picks = step.Choose(choice);
            choice[unit] = picks[0];
            for (var m = 0; m < picks.Length; m++)
            {
                nodeOf[_class.Units[unit][m]] = _domain[unit][picks[m]];
            }
        }

        var routes = new IndexedRoute?[_class.Job.Flows.Length];
        foreach (var f in _class.CountedFlows())
        {
            var (from, to) = _class.Ends(f);
            routes[f] = TreesOf(f).Path(nodeOf[from], nodeOf[to]);
        }

        return (nodeOf, routes);
    }

    private int[] Possible(int group, int unit)
    {
        var cost = _costs.Group[group];
        return unit == _class.Root
            ? [.. Enumerable.Range(0, cost.Length).Where(u => double.IsFinite(cost[u]))]
            : [.. _class.Groups.Nodes[group].Where(u => double.IsFinite(cost[u]))];
    }

    private void Eliminate()
    {
        int[] size = [.. _domain.Select(d => d.Length)];
        var tables = PairTables();
        foreach (var unit in _class.Plan.Order)
        {
            var touching = tables.FindAll(t => t.Scope.Contains(unit));
            tables.RemoveAll(touching.Contains);
            if (unit == _class.Root)
            {
                ReadRoot(touching);
                return;
            }

            int[] around = [.. touching.SelectMany(t => t.Scope).Where(s => s != unit).Distinct().Order()];
            var aligned = touching.ConvertAll(
                t => t.Reorder([unit, .. around.Where(t.Scope.Contains)], size)).ToArray();
            var step = new UnitElimination(_class, _costs, unit, around, _domain, aligned);
            tables.Add(step.Run());
            Work += step.Work;
            _steps.Add((step, unit));
        }
    }

    private void ReadRoot(List<Factor> touching)
    {
        var group = _class.Units[_class.Root][0];
        for (var c = 0; c < _domain[_class.Root].Length; c++)
        {
            var node = _domain[_class.Root][c];
            _rootCost[node] = _costs.Group[group][node];
            foreach (var table in touching)
            {
                _rootCost[node] += table.Values[c];
            }
        }
    }

    private List<Factor> PairTables()
    {
        var tables = new SortedDictionary<(int A, int B), double[]>();
        foreach (var f in _class.CountedFlows())
        {
            var (from, to) = _class.Ends(f);
            var (u, v) = (_class.UnitOf[from], _class.UnitOf[to]);

            // All groups of a unit have the same flows: those of the first are counted.
            if (from == _class.Units[u][0] && to == _class.Units[v][0])
            {
                var key = (Math.Min(u, v), Math.Max(u, v));
                if (!tables.TryGetValue(key, out var values))
                {
                    tables.Add(key, values = Together(key.Item1, key.Item2));
                }

                AddPaths(values, f, u, v);
            }
        }

        return [.. tables.Select(t => new Factor([t.Key.A, t.Key.B], t.Value))];
    }

    /// <summary>Two groups on one node: infinity where they do not fit or must be apart.</summary>
    private double[] Together(int a, int b)
    {
        var (g, h) = (_class.Units[a][0], _class.Units[b][0]);
        var groups = _class.Groups;
        var apart = groups.Apart.Contains((Math.Min(g, h), Math.Max(g, h)));
        var values = new double[_domain[a].Length * _domain[b].Length];
        for (var i = 0; i < _domain[a].Length; i++)
        {
            var j = Array.BinarySearch(_domain[b], _domain[a][i]);
            if (j < 0)
            {
                continue;
            }

            var node = _domain[a][i];
            var seconds = _costs.Rate * (_class.Seconds[g][node] + _class.Seconds[h][node]);
            var memory = _class.Network.Nodes[node].Capacity.Memory.Value;
            if (apart || (_class.Network.SharedCompute && seconds > 1 + EmbeddingCosts.Slack)
                || groups.Memory[g] > memory - groups.Memory[h])
            {
                values[i * _domain[b].Length + j] = double.PositiveInfinity;
            }
        }

        return values;
    }

    private void AddPaths(double[] values, int flow, int from, int to)
    {
        var trees = TreesOf(flow);
        var forward = from < to;
        for (var i = 0; i < _domain[from].Length; i++)
        {
            var costs = trees.Costs(_domain[from][i]);
            for (var j = 0; j < _domain[to].Length; j++)
            {
                var at = forward ? i * _domain[to].Length + j : j * _domain[from].Length + i;
                values[at] += costs[_domain[to][j]];
            }
        }
    }

    private PathTrees TreesOf(int flow)
    {
        foreach (var (costs, known) in _trees)
        {
            if (ReferenceEquals(costs, _costs.Flow[flow]))
            {
                return known;
            }
        }

        var trees = new PathTrees(_class.Network);
        trees.SetPrices(_costs.Flow[flow]);
        _trees.Add((_costs.Flow[flow], trees));
        return trees;
    }
}
