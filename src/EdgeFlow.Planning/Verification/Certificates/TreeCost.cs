using System.Globalization;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// A cost that no embedding of a job is below, from trees in place of its DAG: breadth first from the root block, each
/// flow joins the block that it is met from with a copy of the other, and the copies of a block pay equal parts of its
/// cost, wherever each is. One search over the passages for each flow. Written apart from the planner's, from the
/// description in docs/planner/bounds.md.
/// </summary>
internal sealed class TreeCost
{
    private const double Slack = 1e-9;

    private readonly PricedNetwork _network;
    private readonly PricedJob _job;
    private readonly double _rate;
    private readonly Func<int, int, double> _blockCost;
    private readonly Func<double, Passage, double> _passageCost;
    private readonly List<(int Block, List<(int Copy, PricedFlow Flow)> Below)> _copies = [];

    /// <summary>Computes it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="rate">The rate that each block and each flow must be able to reach by itself.</param>
    /// <param name="blockCost">Cost of a block on a node.</param>
    /// <param name="passageCost">Cost of so many bits a frame over a passage.</param>
    public TreeCost(
        PricedNetwork network, PricedJob job, double rate, Func<int, int, double> blockCost,
        Func<double, Passage, double> passageCost)
    {
        (_network, _job, _rate, _blockCost, _passageCost) = (network, job, rate, blockCost, passageCost);
        var tops = Unroll();
        var times = _copies.CountBy(c => c.Block).ToDictionary(c => c.Key, c => c.Value);
        var (costs, kinds) = (new double[_copies.Count][], new int[_copies.Count]);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var copy = _copies.Count - 1; copy >= 0; copy--)
        {
            // Copies of blocks that are alike, with the same below them, cost the same: each kind is computed once.
            var (block, below) = _copies[copy];
            var kind = string.Join(';', below.Select(b => string.Create(
                CultureInfo.InvariantCulture, $"{kinds[b.Copy]} {b.Flow.Bits:R} {b.Flow.To == block}")));
            kind = string.Create(CultureInfo.InvariantCulture, $"{kind}|{FirstLike(block)}|{times[block]}");
            kinds[copy] = known.GetValueOrDefault(kind, copy);
            known.TryAdd(kind, copy);
            costs[copy] = kinds[copy] != copy ? costs[kinds[copy]]
                : Sum(Own(block, times[block]), below, costs);
        }

        var elsewhere = tops.Skip(1).Sum(t => costs[t].DefaultIfEmpty(double.PositiveInfinity).Min());
        AtRoot = [.. costs[tops[0]].Select(c => c + elsewhere)];
    }

    /// <summary>The cost with the root on each node, whether it may be there or not.</summary>
    public double[] AtRoot { get; }

    private List<int> Unroll()
    {
        var (met, left) = (new HashSet<int>(), _job.Flows.ToList());
        var tops = new List<int>();
        foreach (var top in Enumerable.Range(0, _job.Count).Prepend(_job.Root).Where(met.Add))
        {
            var open = new Queue<int>([Copy(top)]);
            tops.Add(open.Peek());
            while (open.TryDequeue(out var copy))
            {
                var block = _copies[copy].Block;
                foreach (var flow in left.Where(f => f.From == block || f.To == block).ToList())
                {
                    left.Remove(flow);
                    var other = flow.From == block ? flow.To : flow.From;
                    var below = Copy(other);
                    _copies[copy].Below.Add((below, flow));
                    if (met.Add(other))
                    {
                        open.Enqueue(below);
                    }
                }
            }
        }

        return tops;
    }

    private int Copy(int block)
    {
        _copies.Add((block, []));
        return _copies.Count - 1;
    }

    private int FirstLike(int block) => block == _job.Root ? block : Enumerable.Range(0, block).FirstOrDefault(
        b => b != _job.Root && _job.Memory[b].Equals(_job.Memory[block])
            && _job.Allowed[b].AsSpan().SequenceEqual(_job.Allowed[block])
            && _job.Seconds[b].AsSpan().SequenceEqual(_job.Seconds[block]),
        block);

    private double[] Sum(double[] own, List<(int Copy, PricedFlow Flow)> below, double[][] costs)
    {
        var reached = new Dictionary<(double[] Below, double Bits, bool IsUpward), double[]>();
        foreach (var (copy, flow) in below)
        {
            var key = (costs[copy], flow.Bits, flow.From == _copies[copy].Block);
            if (!reached.TryGetValue(key, out var reach))
            {
                reached.Add(key, reach = Reach(costs[copy], flow.Bits, key.Item3));
            }

            for (var u = 0; u < own.Length; u++)
            {
                own[u] += reach[u];
            }
        }

        return own;
    }

    private double[] Own(int block, int times)
    {
        var cost = new double[_network.Nodes.Length];
        for (var u = 0; u < cost.Length; u++)
        {
            cost[u] = (block != _job.Root && !_job.Allowed[block][u]) || !(_rate * _job.Seconds[block][u] <= 1 + Slack)
                ? double.PositiveInfinity : _blockCost(block, u) / times;
        }

        return cost;
    }

    /// <summary>The least of sending a flow from or to each node and what stands at its other end.</summary>
    private double[] Reach(double[] other, double bits, bool isFromOther)
    {
        double[] reach = [.. other];
        var open = new PriorityQueue<int, double>();
        for (var u = 0; u < reach.Length; u++)
        {
            if (!double.IsPositiveInfinity(reach[u]))
            {
                open.Enqueue(u, reach[u]);
            }
        }

        while (open.TryDequeue(out var u, out var cost))
        {
            if (cost > reach[u])
            {
                continue;
            }

            foreach (var passage in isFromOther ? _network.Leaving[u] : _network.Entering[u])
            {
                var next = isFromOther ? passage.To : passage.From;
                var least = _rate * bits <= passage.Capacity * (1 + Slack)
                    ? cost + _passageCost(bits, passage) : double.PositiveInfinity;
                if (least < reach[next])
                {
                    reach[next] = least;
                    open.Enqueue(next, least);
                }
            }
        }

        return reach;
    }
}
