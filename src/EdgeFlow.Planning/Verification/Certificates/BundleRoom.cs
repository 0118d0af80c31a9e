namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// Blocks that are alike, to be placed together: a node takes as many as its second and its memory hold beside the
/// neighbours on it, and as its links can carry whole flows of when the neighbours are elsewhere; a neighbour whose own
/// links carry too few keeps the others with it.
/// </summary>
internal sealed class BundleRoom
{
    private const double Slack = 1e-9;

    private readonly PricedNetwork _network;
    private readonly PricedJob _job;
    private readonly double _rate;
    private readonly int[] _bundle;
    private readonly int[] _around;
    private readonly int[]?[] _carried;

    public BundleRoom(
        PricedNetwork network, PricedJob job, double rate, int[] bundle, int[] around, PricedFlow[] flows)
    {
        (_network, _job, _rate, _bundle, _around) = (network, job, rate, bundle, around);
        _carried = [.. around.Select(n => Carried(flows
            .Where(f => (f.From == bundle[0] && f.To == n) || (f.To == bundle[0] && f.From == n))
            .Select(f => f.Bits).DefaultIfEmpty(0).Max()))];
    }

    /// <summary>The least cost of the bundle when one block costs so much on each node.</summary>
    public double Cheapest(double[] costs, int[] choice)
    {
        var kept = new SortedDictionary<int, int>();
        for (var k = 0; k < _around.Length; k++)
        {
            var node = choice[_around[k]];
            if (_carried[k] is { } carried && carried[node] < _bundle.Length)
            {
                kept[node] = Math.Max(kept.GetValueOrDefault(node), _bundle.Length - carried[node]);
            }
        }

        var (sum, left) = (0.0, _bundle.Length);
        foreach (var (node, times) in kept)
        {
            if (times > Room(node, choice))
            {
                return double.PositiveInfinity;
            }

            (sum, left) = (sum + times * costs[node], left - times);
        }

        if (left < 0)
        {
            return double.PositiveInfinity;
        }

        var offers = new List<(double Cost, int Node)>();
        for (var u = 0; u < costs.Length; u++)
        {
            if (!double.IsPositiveInfinity(costs[u]))
            {
                offers.Add((costs[u], u));
            }
        }

        offers.Sort();
        foreach (var (cost, node) in offers)
        {
            if (left == 0)
            {
                break;
            }

            var times = Math.Clamp(Room(node, choice) - kept.GetValueOrDefault(node), 0, left);
            (sum, left) = (sum + times * cost, left - times);
        }

        return left == 0 ? sum : double.PositiveInfinity;
    }

    private int Room(int node, int[] choice)
    {
        var (busy, held, room) = (0.0, 0.0, (double)_bundle.Length);
        for (var k = 0; k < _around.Length; k++)
        {
            if (choice[_around[k]] == node)
            {
                busy += _rate * _job.Seconds[_around[k]][node];
                held += _job.Memory[_around[k]];
            }
            else if (_carried[k] is { } carried)
            {
                room = Math.Min(room, carried[node]);
            }
        }

        var (load, memory) = (_rate * _job.Seconds[_bundle[0]][node], _job.Memory[_bundle[0]]);
        room = _network.IsShared && load > 0 ? Math.Min(room, Math.Floor((1 + Slack - busy) / load)) : room;
        var free = _network.Nodes[node].Capacity.Memory.Value * (1 + Slack) - held;
        return (int)Math.Max(0, memory > 0 ? Math.Min(room, Math.Floor(free / memory)) : room);
    }

    /// <summary>How many flows of a size enter or leave each node, by its links; null for a flow without
    /// data.</summary>
    private int[]? Carried(double bits)
    {
        if (bits <= 0)
        {
            return null;
        }

        var carried = new int[_network.Nodes.Length];
        foreach (var passage in _network.Passages)
        {
            var fits = _rate * bits > 0
                ? Math.Floor(passage.Capacity * (1 + Slack) / (_rate * bits)) : _bundle.Length;
            carried[passage.From] = (int)Math.Min(_bundle.Length, carried[passage.From] + fits);
        }

        return carried;
    }
}
