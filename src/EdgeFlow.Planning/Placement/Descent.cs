using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Improves an embedding by moving one group at a time, with its flows, to the node where the potential falls most, by
/// swapping the nodes of two groups, and by routing each flow anew at its true marginal price. Keeps memory and
/// anti-affinity. Work is bounded by <see cref="MaxSweeps"/>.
/// </summary>
internal sealed class Descent
{
    /// <summary>Most sweeps over all groups.</summary>
    public const int MaxSweeps = 8;

    /// <summary>Most groups for which swaps of all pairs are tried.</summary>
    public const int MostSwapped = 24;

    private const double LeastGain = 1e-9;

    private readonly Workspace _work;
    private readonly Congestion _congestion;
    private readonly double _rate;
    private readonly TrialEmbedding _trial;

    /// <summary>Starts from a placement of the groups.</summary>
    /// <param name="work">The job.</param>
    /// <param name="congestion">What the others use; changed to include this job.</param>
    /// <param name="trees">Paths at the prices in force.</param>
    /// <param name="rate">Rate at which the job is embedded.</param>
    /// <param name="node">Node of each group; memory need not fit yet.</param>
    public Descent(Workspace work, Congestion congestion, PathTrees trees, double rate, int[] node)
    {
        (_work, _congestion, _rate) = (work, congestion, rate);
        _trial = new TrialEmbedding(work, congestion, trees, rate, node);
    }

    /// <summary>Counted work: resources looked at.</summary>
    public long Work => _trial.Work;

    /// <summary>Moves groups off nodes whose memory does not hold them.</summary>
    /// <returns>Whether all memory fits now.</returns>
    public bool RepairMemory()
    {
        for (var u = 0; u < _trial.Free.Length; u++)
        {
            while (_trial.Free[u] < 0)
            {
                // Small groups first keep most of the placement; a group that alone frees enough is best of all.
                var movable = Enumerable.Range(0, _trial.Node.Length)
                    .Where(g => _trial.Node[g] == u && _work.Groups.Memory[g] > 0)
                    .OrderBy(g => _trial.Free[u] + _work.Groups.Memory[g] < 0).ThenBy(g => _work.Groups.Memory[g]);
                if (!movable.Any(g => TryMove(g, _work.Groups.Nodes[g], mustLeave: true)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Sweeps until nothing moves.</summary>
    /// <param name="nodes">The nodes that each group is tried on.</param>
    /// <param name="mayMove">Which groups may move.</param>
    public void Improve(int[][] nodes, Func<int, bool> mayMove)
    {
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var moved = false;
            for (var g = 0; g < _trial.Node.Length; g++)
            {
                moved |= mayMove(g) && nodes[g].Length > 1 && TryMove(g, nodes[g], mustLeave: false);
            }

            if (!moved && !SwapPairs(mayMove))
            {
                return;
            }
        }
    }

    /// <summary>Routes every flow anew, the largest first, at the price that its own data would meet.</summary>
    /// <param name="paths">What searches.</param>
    public void Reroute(PathSearch paths)
    {
        var largestFirst = Enumerable.Range(0, _trial.Routes.Length)
            .OrderByDescending(f => _work.Job.Flows[f].Bits).ThenBy(f => f);
        foreach (var f in largestFirst)
        {
            if (_trial.Routes[f] is not { Links.Length: > 0 } old)
            {
                continue;
            }

            var bits = _work.Job.Flows[f].Bits;
            _trial.AddRoute(old, bits, -1);
            _trial.Routes[f] = paths.Cheaper(_congestion, _rate, Math.Max(1, bits), old, LeastGain);
            _trial.AddRoute(_trial.Routes[f]!, bits, +1);
        }
    }

    /// <summary>The embedding as it is now, or null when some flow has no route.</summary>
    public Embedding? Result()
    {
        if (Array.Exists(_trial.Routes, r => r is null))
        {
            return null;
        }

        // Flows within a group are not touched when it moves.
        int[] node = [.. _work.Groups.Of.Select(g => _trial.Node[g])];
        return new Embedding(node, [.. _trial.Routes.Zip(_work.Job.Flows, (route, flow) =>
            node[flow.From] == node[flow.To] ? IndexedRoute.Within(node[flow.To]) : route)]);
    }

    private bool TryMove(int g, int[] nodes, bool mustLeave)
    {
        var from = _trial.Node[g];
        _trial.Lift(g);
        var stay = mustLeave ? double.PositiveInfinity : _trial.PriceAt(g, from, double.PositiveInfinity);
        var (best, at) = (stay, from);
        foreach (var u in nodes)
        {
            if (u == from || _trial.Free[u] < _work.Groups.Memory[g] || !_trial.IsApart(g, u))
            {
                continue;
            }

            var price = _trial.PriceAt(g, u, best);
            if (price < best * (1 - LeastGain) || (double.IsPositiveInfinity(best) && price < best))
            {
                (best, at) = (price, u);
            }
        }

        _trial.Drop(g, at);
        return at != from;
    }

    private bool SwapPairs(Func<int, bool> mayMove)
    {
        var swapped = false;
        for (var g = 0; g < _trial.Node.Length && _trial.Node.Length <= MostSwapped; g++)
        {
            for (var h = g + 1; h < _trial.Node.Length; h++)
            {
                swapped |= mayMove(g) && mayMove(h) && TrySwap(g, h);
            }
        }

        return swapped;
    }

    private bool TrySwap(int g, int h)
    {
        var (u, v) = (_trial.Node[g], _trial.Node[h]);
        if (u == v || Array.BinarySearch(_work.Groups.Nodes[g], v) < 0
            || Array.BinarySearch(_work.Groups.Nodes[h], u) < 0)
        {
            return false;
        }

        var used = new SortedSet<int>();
        Collect();
        Swap(v, u);
        Collect();
        var after = Potential();
        var holds = _trial.Free[u] >= 0 && _trial.Free[v] >= 0 && _trial.IsApart(g, v) && _trial.IsApart(h, u)
            && _work.Neighbours[g].Concat(_work.Neighbours[h]).All(f => _trial.Routes[f] is not null);
        Swap(u, v);
        if (!holds || after >= Potential() * (1 - LeastGain))
        {
            return false;
        }

        Swap(v, u);
        return true;

        void Swap(int nodeOfG, int nodeOfH)
        {
            _trial.Lift(g);
            _trial.Drop(g, nodeOfG);
            _trial.Lift(h);
            _trial.Drop(h, nodeOfH);
        }

        void Collect()
        {
            _trial.CollectUse(g, used);
            _trial.CollectUse(h, used);
        }

        double Potential()
        {
            var sum = _work.Network.SharedCompute
                ? Prices.Toll(_work, _rate, g, _trial.Node[g]) + Prices.Toll(_work, _rate, h, _trial.Node[h])
                : Prices.Compute(_work, _congestion, _rate, g, _trial.Node[g])
                    + Prices.Compute(_work, _congestion, _rate, h, _trial.Node[h]);
            foreach (var r in used)
            {
                sum += Congestion.Potential(_congestion.Fill[r]);
            }

            return sum;
        }
    }
}
