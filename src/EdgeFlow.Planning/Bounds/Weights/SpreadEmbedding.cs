using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// The cheapest embedding of a class' <see cref="SpreadTree"/> for every node of the root at once, by one search over
/// the links for each edge of the tree: no dearer than any embedding of the job, and found in time that grows with
/// flows times links, where <see cref="CheapestEmbedding"/> fills tables over pairs of nodes. Not thread-safe.
/// </summary>
internal sealed class SpreadEmbedding : IPricedEmbedding
{
    private readonly JobClass _class;
    private readonly SpreadTree _tree;
    private readonly EmbeddingCosts _costs;
    private readonly double[][] _here;
    private readonly SpreadPaths[][] _below;
    private readonly double _others;

    /// <summary>Finds it.</summary>
    /// <param name="jobClass">The class.</param>
    /// <param name="costs">The costs.</param>
    public SpreadEmbedding(JobClass jobClass, EmbeddingCosts costs)
    {
        (_class, _tree, _costs) = (jobClass, jobClass.Spread, costs);
        _here = new double[_tree.Nodes.Length][];
        _below = new SpreadPaths[_tree.Nodes.Length][];
        var frontier = new Frontier(jobClass.Network.NodeCount);
        var known = new Dictionary<(int Below, double[] Costs, bool IsInward), SpreadPaths>();
        for (var k = 0; k < _here.Length; k++)
        {
            Fill(k, known, frontier);
        }

        _others = _tree.Others.Sum(top => _here[top].Min());
        Work = known.Count * SpreadPaths.WorkOn(jobClass.Network) + (long)_here.Length * jobClass.Network.NodeCount;
    }

    /// <inheritdoc/>
    public long Work { get; }

    /// <inheritdoc/>
    public double Cost(int[] rootNodes)
    {
        var least = double.PositiveInfinity;
        foreach (var node in rootNodes)
        {
            least = Math.Min(least, _here[_tree.Root][node]);
        }

        return least + _others;
    }

    /// <inheritdoc/>
    public BoundedEmbedding Find(ResourceLoads loads, int job, int[] rootNodes)
    {
        var sums = new SortedDictionary<int, double>();
        var most = double.PositiveInfinity;
        foreach (var (resource, size, share) in Parts(loads, rootNodes))
        {
            // Seconds limit the rate where compute is exclusive too, though a node is then no resource of programs.
            most = loads.IsMemory(resource) ? most : Math.Min(most, loads.Capacity(resource) / size);
            if (resource >= loads.Network.NodeCount || loads.Network.SharedCompute)
            {
                sums[resource] = sums.GetValueOrDefault(resource) + size * share;
            }
        }

        return new BoundedEmbedding(job, [.. sums.Select(s => (s.Key, s.Value))], most, []);
    }

    /// <summary>What its parts ask: seconds of nodes under both models of compute, memory, and bits of links.</summary>
    /// <param name="loads">The resources.</param>
    /// <param name="rootNodes">The nodes that the root may be on, for which the cost is finite.</param>
    public List<SpreadItem> Parts(ResourceLoads loads, int[] rootNodes)
    {
        var parts = new List<SpreadItem>();
        foreach (var (group, node, share) in Places(rootNodes, parts))
        {
            Add(node, _class.Seconds[group][node], share);
            Add(loads.Memory(node), _class.Groups.Memory[group], share);
        }

        return parts;

        void Add(int resource, double size, double share)
        {
            if (size > 0)
            {
                parts.Add(new SpreadItem(resource, size, share));
            }
        }
    }

    /// <summary>Walks down from the root's cheapest node and the cheapest tops of the other trees.</summary>
    private List<(int Group, int Node, double Share)> Places(int[] rootNodes, List<SpreadItem> passages)
    {
        var root = rootNodes[0];
        foreach (var u in rootNodes)
        {
            root = _here[_tree.Root][u] < _here[_tree.Root][root] ? u : root;
        }

        var open = new Queue<(int Copy, int Node, double Times)>();
        open.Enqueue((_tree.Root, root, 1));
        foreach (var top in _tree.Others)
        {
            open.Enqueue((top, Array.IndexOf(_here[top], _here[top].Min()), 1));
        }

        var (places, passed) = (new List<(int, int, double)>(), new List<int>());
        while (open.TryDequeue(out var at))
        {
            var node = _tree.Nodes[at.Copy];
            places.Add((node.Group, at.Node, at.Times * node.Share));
            for (var b = 0; b < node.Branches.Length; b++)
            {
                var branch = node.Branches[b];
                passed.Clear();
                var end = _below[at.Copy][b].End(at.Node, passed);
                var bits = _class.Job.Flows[branch.Flow].Bits;
                foreach (var r in bits > 0 ? passed : [])
                {
                    passages.Add(new SpreadItem(r, bits, at.Times * branch.Times));
                }

                open.Enqueue((branch.Below, end, at.Times * branch.Times));
            }
        }

        return places;
    }

    private void Fill(
        int copy, Dictionary<(int Below, double[] Costs, bool IsInward), SpreadPaths> known, Frontier frontier)
    {
        var node = _tree.Nodes[copy];
        var here = new double[_class.Network.NodeCount];
        Array.Fill(here, double.PositiveInfinity);
        var own = _costs.Group[node.Group];

        // The root's nodes differ from job to job of a class: all are filled, each job asks for its own.
        var isRoot = node.Group == _class.Units[_class.Root][0];
        foreach (var u in isRoot ? Enumerable.Range(0, here.Length) : _class.Groups.Nodes[node.Group])
        {
            here[u] = node.Share * own[u];
        }

        _below[copy] = new SpreadPaths[node.Branches.Length];
        for (var b = 0; b < node.Branches.Length; b++)
        {
            var branch = node.Branches[b];
            var key = (branch.Below, _costs.Flow[branch.Flow], branch.IsFromBelow);
            if (!known.TryGetValue(key, out var paths))
            {
                known.Add(key, paths = new SpreadPaths(
                    _class.Network, _here[branch.Below], _costs.Flow[branch.Flow], branch.IsFromBelow, frontier));
            }

            _below[copy][b] = paths;
            for (var u = 0; u < here.Length; u++)
            {
                here[u] += branch.Times * paths.Cost[u];
            }
        }

        _here[copy] = here;
    }
}
