using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// A request on its way into a network: the node of each group placed so far and the path of each flow between two
/// placed groups. What it holds is taken from the residuals at once and given back when a group leaves, so every step
/// is feasible. Mutable; one owner.
/// </summary>
internal sealed class Hosting
{
    private readonly Residuals _left;
    private readonly FixedDemand _demand;
    private readonly ResourcePrices _prices;
    private readonly PathOfFlow?[] _paths;

    /// <summary>Nothing placed.</summary>
    /// <param name="left">What the network has left.</param>
    /// <param name="demand">What the request asks.</param>
    /// <param name="prices">What its cost is counted in.</param>
    public Hosting(Residuals left, FixedDemand demand, ResourcePrices prices)
    {
        (_left, _demand, _prices) = (left, demand, prices);
        Node = new int[demand.Groups.Count];
        Array.Fill(Node, -1);
        _paths = new PathOfFlow?[demand.Job.Flows.Length];
    }

    /// <summary>The node of each group, -1 while it has none.</summary>
    public int[] Node { get; }

    /// <summary>Price of all that is held.</summary>
    public double Cost
    {
        get
        {
            var cost = 0.0;
            for (var g = 0; g < Node.Length; g++)
            {
                cost += Node[g] < 0 ? 0 : NodeCost(g, Node[g]);
            }

            foreach (var path in _paths)
            {
                cost += path?.Cost ?? 0;
            }

            return cost;
        }
    }

    /// <summary>Price of a group's computation on a node.</summary>
    public double NodeCost(int group, int node) =>
        _prices.Node[node] * _demand.Compute(group, node) / FixedDemand.WholeNode;

    /// <summary>Whether a node has room for a group, and no group that it must be apart from.</summary>
    public bool Fits(int group, int node)
    {
        foreach (var other in _demand.Apart[group])
        {
            if (Node[other] == node)
            {
                return false;
            }
        }

        return _demand.Groups.Memory[group] <= _left.Memory[node]
            && _demand.Compute(group, node) <= _left.Compute[node];
    }

    /// <summary>Puts a group on a node that it fits.</summary>
    public void Place(int group, int node)
    {
        Node[group] = node;
        _left.Memory[node] -= _demand.Groups.Memory[group];
        _left.Compute[node] -= _demand.Compute(group, node);
    }

    /// <summary>Gives a flow its path if every link of it has the bandwidth left.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="arcs">The arcs, walked from head to tail, see <see cref="FeasiblePaths.Path"/>.</param>
    /// <param name="isFed">Whether data flow along the arcs' own direction.</param>
    public bool TryRoute(int flow, int[] arcs, bool isFed)
    {
        var resources = isFed ? _left.Network.ArcResource : _left.Against;
        var bandwidth = _demand.Bandwidth[flow];
        foreach (var a in arcs)
        {
            if (_left.Bandwidth[resources[a]] < bandwidth)
            {
                return false;
            }
        }

        var price = 0.0;
        foreach (var a in arcs)
        {
            price += _prices.Link[resources[a]];
        }

        Put(flow, new PathOfFlow(arcs, isFed, price * bandwidth));
        return true;
    }

    /// <summary>Takes a group out, with the paths of its flows.</summary>
    public void Remove(int group)
    {
        foreach (var f in _demand.Incident[group])
        {
            Drop(f);
        }

        var node = Node[group];
        Node[group] = -1;
        _left.Memory[node] += _demand.Groups.Memory[group];
        _left.Compute[node] += _demand.Compute(group, node);
    }

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        for (var g = 0; g < Node.Length; g++)
        {
            if (Node[g] >= 0)
            {
                Remove(g);
            }
        }
    }

    /// <summary>What is placed now, to return to.</summary>
    public Saved Save() => new([.. Node], [.. _paths]);

    /// <summary>Returns to what was saved, the residuals being otherwise as they were then.</summary>
    public void Restore(Saved saved)
    {
        Clear();
        for (var g = 0; g < Node.Length; g++)
        {
            if (saved.Node[g] >= 0)
            {
                Place(g, saved.Node[g]);
            }
        }

        for (var f = 0; f < _paths.Length; f++)
        {
            if (saved.Paths[f] is { } path)
            {
                Put(f, path);
            }
        }
    }

    /// <summary>The embedding of the whole job, once every group is placed and every flow has its path.</summary>
    public Embedding ToEmbedding()
    {
        var nodes = _demand.Groups.Of.Select(g => Node[g]).ToArray();
        var routes = new IndexedRoute?[_paths.Length];
        for (var f = 0; f < routes.Length; f++)
        {
            routes[f] = _paths[f] is { Arcs.Length: > 0 } path ? RouteOf(path)
                : IndexedRoute.Within(nodes[_demand.Job.Flows[f].From]);
        }

        return new Embedding(nodes, routes);
    }

    private IndexedRoute RouteOf(PathOfFlow path)
    {
        var network = _left.Network;
        var arcs = path.IsFed ? [.. path.Arcs.Reverse()] : path.Arcs;
        var (from, to) = path.IsFed ? (network.ArcTail, network.ArcHead) : (network.ArcHead, network.ArcTail);
        var resources = path.IsFed ? network.ArcResource : _left.Against;
        return new IndexedRoute(
            [from[arcs[0]], .. arcs.Select(a => to[a])], [.. arcs.Select(a => network.ArcLink[a])],
            [.. arcs.Select(a => resources[a])]);
    }

    private void Put(int flow, PathOfFlow path)
    {
        _paths[flow] = path;
        Charge(path, _demand.Bandwidth[flow]);
    }

    private void Drop(int flow)
    {
        if (_paths[flow] is { } path)
        {
            Charge(path, -_demand.Bandwidth[flow]);
            _paths[flow] = null;
        }
    }

    private void Charge(PathOfFlow path, long bandwidth)
    {
        var resources = path.IsFed ? _left.Network.ArcResource : _left.Against;
        foreach (var a in path.Arcs)
        {
            _left.Bandwidth[resources[a]] -= bandwidth;
        }
    }

    /// <summary>A state to return to.</summary>
    /// <param name="Node">The node of each group.</param>
    /// <param name="Paths">The path of each flow.</param>
    internal sealed record Saved(int[] Node, PathOfFlow?[] Paths);

    /// <summary>The path of a flow.</summary>
    /// <param name="Arcs">The arcs, from the end at which the tree was entered back to its root.</param>
    /// <param name="IsFed">Whether data flow from the tree's root.</param>
    /// <param name="Cost">Its price.</param>
    internal sealed record PathOfFlow(int[] Arcs, bool IsFed, double Cost);
}
