namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// The least cost of any embedding of a job that can reach a rate by itself, for every node of its root, by eliminating
/// one block after the other. A lower bound: blocks that exchange no data may overfill a node together, unless they are
/// alike. Written apart from the planner's, from the description in docs/planner/bounds.md.
/// </summary>
internal sealed class LeastCost
{
    private const double Slack = 1e-9;
    private const double MostCells = 1 << 24;

    private readonly PricedNetwork _network;
    private readonly PricedJob _job;
    private readonly double _rate;
    private readonly double[][] _own;
    private readonly PricedFlow[] _flows;
    private readonly List<CostTable> _tables = [];
    private readonly int[][] _bundles;

    /// <summary>Computes it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="rate">The rate that an embedding must be able to reach.</param>
    /// <param name="blockCost">Cost of a block on a node.</param>
    /// <param name="passageCost">Cost of so many bits a frame over a passage.</param>
    public LeastCost(
        PricedNetwork network, PricedJob job, double rate, Func<int, int, double> blockCost,
        Func<double, Passage, double> passageCost)
    {
        (_network, _job, _rate) = (network, job, rate);
        var nodes = network.Nodes.Length;
        _own =
        [
            .. Enumerable.Range(0, job.Count).Select(k => Enumerable.Range(0, nodes).Select(u =>
                (k != job.Root && !job.Allowed[k][u]) || !(rate * job.Seconds[k][u] <= 1 + Slack)
                    ? double.PositiveInfinity : blockCost(k, u)).ToArray()),
        ];
        _bundles = Bundles();
        (var order, _flows) = Order();
        var paths = new Dictionary<double, double[,]>();
        foreach (var flow in _flows)
        {
            if (!paths.ContainsKey(flow.Bits))
            {
                paths.Add(flow.Bits, AllPaths(flow.Bits, passageCost));
            }
        }

        AddPairs(paths);
        foreach (var bundle in order)
        {
            Eliminate(bundle);
        }

        AtRoot = [.. Enumerable.Range(0, nodes).Select(
            u => _own[job.Root][u] + _tables.Sum(t => t.At(job.Root, u)))];
    }

    /// <summary>The least cost with the root on each node, whether it may be there or not.</summary>
    public double[] AtRoot { get; }

    /// <summary>Blocks that are alike in everything, in one bundle; the others alone.</summary>
    private int[][] Bundles()
    {
        var bundles = new List<int[]>();
        var (taken, single) = (new bool[_job.Count], new bool[_job.Count]);
        for (var k = 0; k < _job.Count; k++)
        {
            if (taken[k])
            {
                continue;
            }

            var look = Surroundings(k);
            int[] alike = k == _job.Root || single[k] || _job.Apart.Any(p => p.A == k || p.B == k) ? [k]
                : [.. Enumerable.Range(k, _job.Count - k).Where(
                    m => m == k || (m != _job.Root && !taken[m] && !single[m] && AreAlike(k, m, look)))];
            foreach (var m in alike)
            {
                taken[m] = true;
            }

            foreach (var (other, _, _) in alike.Length > 1 ? look : [])
            {
                single[other] = true;
            }

            bundles.Add(alike);
        }

        return [.. bundles];
    }

    private bool AreAlike(int k, int m, List<(int Other, bool IsOut, double Bits)> look) =>
        !_job.Apart.Any(p => p.A == m || p.B == m) && _job.Memory[m].Equals(_job.Memory[k])
        && _job.Seconds[m].AsSpan().SequenceEqual(_job.Seconds[k])
        && _job.Allowed[m].AsSpan().SequenceEqual(_job.Allowed[k]) && Surroundings(m).SequenceEqual(look);

    private List<(int Other, bool IsOut, double Bits)> Surroundings(int k) =>
        [.. _job.Flows.Where(f => f.From == k || f.To == k)
            .Select(f => (f.From == k ? f.To : f.From, f.From == k, f.Bits)).Order()];

    private (List<int[]> Order, PricedFlow[] Counted) Order()
    {
        // The smallest flows are not counted where tables would be too large: costs are never negative.
        var counted = _job.Flows.ToList();
        while (true)
        {
            var order = TryOrder(counted, out var left);
            if (order is not null)
            {
                return (order, [.. counted]);
            }

            counted.Remove(counted.Where(f => left.Contains(f.From) || left.Contains(f.To)).MinBy(f => f.Bits));
        }
    }

    private List<int[]>? TryOrder(List<PricedFlow> counted, out HashSet<int> left)
    {
        var near = Enumerable.Range(0, _job.Count).Select(_ => new HashSet<int>()).ToArray();
        foreach (var flow in counted)
        {
            near[flow.From].Add(flow.To);
            near[flow.To].Add(flow.From);
        }

        var open = _bundles.Where(b => b[0] != _job.Root).ToList();
        var order = new List<int[]>();
        left = [.. open.SelectMany(b => b)];
        while (open.Count > 0)
        {
            var next = open.MinBy(b => (b.Length > 1 ? 0 : 1, Cells(b[0]), b[0]))!;
            if (Cells(next[0]) > MostCells)
            {
                return null;
            }

            order.Add(next);
            open.Remove(next);
            var around = near[next[0]].ToList();
            foreach (var n in around)
            {
                near[n].ExceptWith(next);
                near[n].UnionWith(around.Where(m => m != n));
            }

            left.ExceptWith(next);
        }

        return order;

        double Cells(int k) => near[k].Aggregate(Choices(k), (product, n) => product * Choices(n));

        double Choices(int k) => k == _job.Root ? _network.Nodes.Length : _job.Allowed[k].Count(a => a);
    }

    /// <summary>Floyd's algorithm over the passages that can carry such a flow at the rate.</summary>
    private double[,] AllPaths(double bits, Func<double, Passage, double> passageCost)
    {
        var n = _network.Nodes.Length;
        var cost = new double[n, n];
        for (var u = 0; u < n; u++)
        {
            for (var v = 0; v < n; v++)
            {
                cost[u, v] = u == v ? 0 : double.PositiveInfinity;
            }
        }

        foreach (var passage in _network.Passages.Where(p => _rate * bits <= p.Capacity * (1 + Slack)))
        {
            cost[passage.From, passage.To] =
                Math.Min(cost[passage.From, passage.To], passageCost(bits, passage));
        }

        for (var via = 0; via < n; via++)
        {
            for (var u = 0; u < n; u++)
            {
                var first = cost[u, via];
                for (var v = 0; v < n && !double.IsPositiveInfinity(first); v++)
                {
                    cost[u, v] = Math.Min(cost[u, v], first + cost[via, v]);
                }
            }
        }

        return cost;
    }

    private void AddPairs(Dictionary<double, double[,]> paths)
    {
        var firsts = _bundles.Select(b => b[0]).ToHashSet();
        foreach (var pair in _flows.Where(f => firsts.Contains(f.From) && firsts.Contains(f.To))
            .GroupBy(f => (Math.Min(f.From, f.To), Math.Max(f.From, f.To))))
        {
            var (a, b) = pair.Key;
            var table = new CostTable([a, b], _network.Nodes.Length);
            table.Fill(at =>
            {
                if (at[0] == at[1] && !MayShare(a, b, at[0]))
                {
                    return double.PositiveInfinity;
                }

                var sum = 0.0;
                foreach (var flow in pair)
                {
                    sum += flow.From == a ? paths[flow.Bits][at[0], at[1]] : paths[flow.Bits][at[1], at[0]];
                }

                return sum;
            });
            _tables.Add(table);
        }
    }

    private bool MayShare(int a, int b, int node) =>
        !_job.Apart.Contains((a, b)) && !_job.Apart.Contains((b, a))
        && (!_network.IsShared || _rate * (_job.Seconds[a][node] + _job.Seconds[b][node]) <= 1 + Slack)
        && _job.Memory[a] + _job.Memory[b] <= _network.Nodes[node].Capacity.Memory.Value * (1 + Slack);

    private void Eliminate(int[] bundle)
    {
        var block = bundle[0];
        var touching = _tables.FindAll(t => t.Blocks.Contains(block));
        _tables.RemoveAll(touching.Contains);
        int[] around = [.. touching.SelectMany(t => t.Blocks).Where(b => b != block).Distinct().Order()];
        var choice = new int[_job.Count];
        var costs = new double[_network.Nodes.Length];
        var rooms = bundle.Length > 1
            ? new BundleRoom(_network, _job, _rate, bundle, around, _flows) : null;
        var result = new CostTable(around, _network.Nodes.Length);
        result.Fill(at =>
        {
            for (var k = 0; k < around.Length; k++)
            {
                if (double.IsPositiveInfinity(_own[around[k]][at[k]]))
                {
                    return double.PositiveInfinity;
                }

                choice[around[k]] = at[k];
            }

            for (var u = 0; u < costs.Length; u++)
            {
                costs[u] = _own[block][u];
                choice[block] = u;
                foreach (var table in double.IsPositiveInfinity(costs[u]) ? [] : touching)
                {
                    costs[u] += table.Of(choice);
                }
            }

            return rooms is null ? costs.Min() : rooms.Cheapest(costs, choice);
        });
        _tables.Add(result);
    }
}
