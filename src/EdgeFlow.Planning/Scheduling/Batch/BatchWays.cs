using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// The ways between nodes as one batch job finds them: of each link it has its share by weight beside the batch flows
/// that are there, and half where streams use it too. Paths are the quickest for the job's largest flow. Mutable; used
/// for one job.
/// </summary>
internal sealed class BatchWays
{
    private readonly IndexedNetwork _network;
    private readonly IndexedJob _job;
    private readonly PathTrees _trees;
    private readonly double[] _capacity;
    private readonly double[] _delay;
    private readonly Dictionary<(int From, int To), (double Capacity, double Delay)> _ways = [];

    /// <summary>Looks at the links.</summary>
    /// <param name="board">The other jobs.</param>
    /// <param name="job">The job.</param>
    /// <param name="expected">Where the job will probably be, so that its own flows share links; null for not
    /// known.</param>
    public BatchWays(Board board, IndexedJob job, Embedding? expected)
    {
        (_network, _job) = (board.Network, job);
        (_capacity, _delay) = (Shared(board, expected), new double[_network.Capacity.Length]);
        var bits = job.Flows.Select(f => f.Bits).DefaultIfEmpty(0).Max();
        var price = new double[_delay.Length];
        for (var r = _network.NodeCount; r < price.Length; r++)
        {
            _delay[r] = _network.Links[_network.LinkOfResource(r)].Delay.Value / 1000;
            price[r] = (bits + 1) / Math.Max(1, _capacity[r]) + _delay[r];
        }

        _trees = new PathTrees(_network);
        _trees.SetPrices(price);
    }

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work => _trees.Work;

    /// <summary>What a flow gets from a node to another, in bit/s, and the delay of the way in seconds; an infinite
    /// delay where there is no way.</summary>
    public (double Capacity, double Delay) Between(int from, int to)
    {
        if (from == to)
        {
            return (double.PositiveInfinity, 0);
        }

        if (!_ways.TryGetValue((from, to), out var way))
        {
            way = _trees.Path(from, to) is { } path
                ? (Math.Max(1, path.Resources.Min(r => _capacity[r])), path.Resources.Sum(r => _delay[r]))
                : (1, double.PositiveInfinity);
            _ways[(from, to)] = way;
        }

        return way;
    }

    /// <summary>The routes for placements; flows that a done task would read have none.</summary>
    public Embedding Route(int[] node)
    {
        var routes = new IndexedRoute?[_job.Flows.Length];
        for (var f = 0; f < routes.Length; f++)
        {
            routes[f] = _job.Done[_job.Flows[f].To] ? null
                : _trees.Path(node[_job.Flows[f].From], node[_job.Flows[f].To]);
        }

        return new Embedding(node, routes);
    }

    /// <summary>Share of one flow of the job on each link.</summary>
    private double[] Shared(Board board, Embedding? expected)
    {
        var (weights, streams) = (new double[_network.Capacity.Length], new bool[_network.Capacity.Length]);
        foreach (var other in board.Jobs)
        {
            Add(other.Embedding, other.Job.IsStream ? 0 : other.Job.Weight, other.Job.IsStream);
        }

        var others = (double[])weights.Clone();
        if (expected is not null)
        {
            Add(expected, _job.Weight, isStream: false);
        }

        var capacity = new double[weights.Length];
        for (var r = _network.NodeCount; r < capacity.Length; r++)
        {
            var part = _network.Capacity[r] * (streams[r] ? Shares.BatchPart : 1);
            capacity[r] = part * _job.Weight / Math.Max(weights[r], others[r] + _job.Weight);
        }

        return capacity;

        void Add(Embedding embedding, double weight, bool isStream)
        {
            foreach (var route in embedding.Routes)
            {
                foreach (var r in route is null ? [] : route.Resources)
                {
                    weights[r] += weight;
                    streams[r] |= isStream;
                }
            }
        }
    }
}
