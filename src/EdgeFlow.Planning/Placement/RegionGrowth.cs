using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Chooses the part of a large network in which one job is embedded: the nodes nearest to where it is pinned or was,
/// with the paths between these. Near is what a bit reaches soon: the length of a link is the inverse of its capacity
/// that is free, or of an eighth of it, since others yield to a newcomer. The arrays are as long as the network and
/// kept: not thread-safe.
/// </summary>
internal sealed class RegionGrowth(IndexedNetwork network)
{
    /// <summary>Networks of up to so many nodes are seen whole.</summary>
    public const int WholeUpTo = 160;

    /// <summary>Fewest nodes of a region, while there are so many.</summary>
    public const int LeastNodes = 96;

    /// <summary>Most nodes, beside those on the paths between the seeds.</summary>
    public const int MostNodes = 384;

    /// <summary>Fewest nodes with memory for the job's largest task, while there are so many.</summary>
    public const int LeastHosts = 32;

    /// <summary>Most nodes to grow from.</summary>
    public const int MostSeeds = 64;

    private const double LeastFree = 1.0 / 8;

    private readonly double[] _cost = new double[network.NodeCount];
    private readonly int[] _arrival = new int[network.NodeCount];
    private readonly int[] _numbers = Unset(network.NodeCount);
    private readonly Frontier _frontier = new(network.NodeCount);
    private double[] _load = [];

    /// <summary>A number for each resource, all 0 between uses.</summary>
    public int[] ResourceNumbers { get; } = new int[network.Capacity.Length];

    /// <summary>Chooses.</summary>
    /// <param name="job">The job.</param>
    /// <param name="previous">Node of each task before, or -1; null when it had none.</param>
    /// <param name="load">What is used of each resource.</param>
    /// <param name="free">Memory free on each node.</param>
    /// <returns>The nodes, ascending.</returns>
    public int[] Grow(IndexedJob job, int[]? previous, double[] load, long[] free)
    {
        _load = load;
        var memory = 0L;
        foreach (var task in job.Tasks)
        {
            memory = Math.Max(memory, task.Memory.Value);
        }

        var seeds = Seeds(job, previous);
        if (seeds.Count == 0)
        {
            seeds.Add(Strongest(free, memory));
        }

        var region = seeds.Count > 1 ? Connect(seeds) : seeds;
        Surround(region, free, memory);
        return [.. region];
    }

    /// <summary>Cuts a part out.</summary>
    /// <param name="nodes">Its nodes, ascending.</param>
    public PartOfNetwork Cut(int[] nodes)
    {
        for (var k = 0; k < nodes.Length; k++)
        {
            _numbers[nodes[k]] = k;
        }

        var part = new PartOfNetwork(network, nodes, _numbers);
        foreach (var u in nodes)
        {
            _numbers[u] = -1;
        }

        return part;
    }

    private SortedSet<int> Seeds(IndexedJob job, int[]? previous)
    {
        var seeds = new SortedSet<int>();
        for (var i = 0; i < job.Tasks.Length && seeds.Count < MostSeeds; i++)
        {
            if (previous is not null && previous[i] >= 0)
            {
                seeds.Add(previous[i]);
            }

            var pins = job.Tasks[i].Constraints.Nodes;
            for (var k = 0; k < pins.Count && seeds.Count < MostSeeds; k++)
            {
                if (network.NodeOf(pins[k]) is var node and >= 0)
                {
                    seeds.Add(node);
                }
            }
        }

        return seeds;
    }

    /// <summary>The node with the most speed left that holds the largest task; the first of equals.</summary>
    private int Strongest(long[] free, long memory)
    {
        var (best, at) = (double.NegativeInfinity, 0);
        for (var u = 0; u < network.NodeCount; u++)
        {
            var speed = free[u] < memory ? -1 : network.Nodes[u].Capacity.Speed.Value * Math.Max(0, 1 - _load[u]);
            if (speed > best)
            {
                (best, at) = (speed, u);
            }
        }

        return at;
    }

    /// <summary>The seeds and all nodes on the shortest paths from the first of them to the others.</summary>
    private SortedSet<int> Connect(SortedSet<int> seeds)
    {
        var source = seeds.Min;
        Start([source]);
        var missing = seeds.Count;
        var region = new SortedSet<int>(seeds);
        while (missing > 0 && _frontier.TryTake(out var u))
        {
            missing -= seeds.Contains(u) ? 1 : 0;
            Spread(u);
        }

        foreach (var seed in seeds)
        {
            for (var u = seed; u != source && _arrival[u] >= 0; u = network.ArcTail[_arrival[u]])
            {
                region.Add(u);
            }
        }

        return region;
    }

    private void Surround(SortedSet<int> region, long[] free, long memory)
    {
        Start(region);
        var (taken, hosts) = (0, 0);
        while (taken < MostNodes && (taken < LeastNodes || hosts < LeastHosts) && _frontier.TryTake(out var u))
        {
            region.Add(u);
            taken++;
            hosts += free[u] >= memory ? 1 : 0;
            Spread(u);
        }
    }

    private void Start(IEnumerable<int> sources)
    {
        Array.Fill(_cost, double.PositiveInfinity);
        Array.Fill(_arrival, -1);
        _frontier.Clear();
        foreach (var u in sources)
        {
            _cost[u] = 0;
            _frontier.Offer(u, 0);
        }
    }

    private void Spread(int u)
    {
        for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1]; a++)
        {
            var (v, r) = (network.ArcHead[a], network.ArcResource[a]);
            var capacity = network.Capacity[r];
            var next = _cost[u] + 1 / Math.Max(capacity - _load[r], capacity * LeastFree);
            if (next < _cost[v])
            {
                (_cost[v], _arrival[v]) = (next, a);
                _frontier.Offer(v, next);
            }
        }
    }

    private static int[] Unset(int nodes)
    {
        var numbers = new int[nodes];
        Array.Fill(numbers, -1);
        return numbers;
    }
}
