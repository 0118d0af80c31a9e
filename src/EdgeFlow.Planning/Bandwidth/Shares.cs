using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Who gets what, given all placements and routes: a function of these alone, so that planning again changes nothing.
/// A node or link used by both kinds of job is split in half (<see cref="BatchPart"/>). Batch flows share their half of
/// a link by weight; stream jobs fill theirs by <see cref="WaterFilling"/>.
/// </summary>
internal sealed class Shares
{
    /// <summary>Part of a node or link that batch jobs hold where streams use it too.</summary>
    public const double BatchPart = 0.5;

    /// <summary>Part of each capacity kept free, so that rounding of sums never exceeds it.</summary>
    public const double Headroom = 1e-12;

    private const double LeastRate = 1e-12;

    private readonly IndexedNetwork _network;
    private readonly int[] _streamFlows;
    private readonly double[] _batchWeight;
    private readonly bool[] _batchNode;
    private readonly bool[] _streamNode;

    /// <summary>Shares the network out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">The jobs placed, by id.</param>
    /// <param name="filling">What fills, kept by a caller who shares out often; null for a new one.</param>
    public Shares(IndexedNetwork network, IReadOnlyList<PlacedJob> jobs, WaterFilling? filling = null)
    {
        _network = network;
        (_streamFlows, _batchWeight) = (new int[network.Capacity.Length], new double[network.Capacity.Length]);
        (_batchNode, _streamNode) = (new bool[network.NodeCount], new bool[network.NodeCount]);
        foreach (var job in jobs)
        {
            Count(job);
        }

        var held = new double[network.Capacity.Length];
        BatchBandwidth = new long[jobs.Count][];
        for (var j = 0; j < jobs.Count; j++)
        {
            BatchBandwidth[j] = jobs[j].Job.IsStream ? [] : ShareOfBatch(jobs[j], held);
        }

        Capacity = new double[network.Capacity.Length];
        for (var r = 0; r < Capacity.Length; r++)
        {
            // Each flow is rounded up to a whole bit a second, hence one kept free for each.
            var free = r < network.NodeCount
                ? (_batchNode[r] ? 1 - BatchPart : 1)
                : network.Capacity[r] - held[r] - _streamFlows[r];
            Capacity[r] = Math.Max(0, free) * (1 - Headroom);
        }

        (Rates, Bottleneck) = (new double[jobs.Count], new int[jobs.Count]);
        var demands = new List<FillDemand>(jobs.Count);
        foreach (var job in jobs)
        {
            if (job.Demand is { } demand)
            {
                demands.Add(demand);
            }
        }

        var fill = (filling ?? new WaterFilling()).Fill(Capacity, demands, network.NodeCount);
        Fit = fill.FloorsFit;
        for (var (j, next) = (0, 0); j < jobs.Count; j++)
        {
            (Rates[j], Bottleneck[j]) = jobs[j].Job.IsStream ? (fill.Rates[next], fill.Bottleneck[next]) : (0, -1);
            next += jobs[j].Job.IsStream ? 1 : 0;
            Worth += jobs[j].Job.IsStream ? jobs[j].Job.Weight * Math.Log(Math.Max(Rates[j], LeastRate)) : 0;
            Fit &= IsServed(jobs[j], j);
        }
    }

    /// <summary>What stream jobs may use of each resource.</summary>
    public double[] Capacity { get; }

    /// <summary>Fair rate of each job; 0 for batch jobs.</summary>
    public double[] Rates { get; private set; }

    /// <summary>The resource that limits each stream job; -1 where its own cap does.</summary>
    public int[] Bottleneck { get; private set; }

    /// <summary>Bandwidth of each flow of each batch job; empty for streams.</summary>
    public long[][] BatchBandwidth { get; }

    /// <summary>Whether every job is served: required rates and latency bounds met, and nobody at rate 0.</summary>
    public bool Fit { get; }

    /// <summary>
    /// Σ w·log(rate) over the stream jobs (proportional fairness): by it embeddings are compared, so that what a job
    /// gains is weighed against what the others lose.
    /// </summary>
    public double Worth { get; }

    /// <summary>What one more stream job could use of each resource.</summary>
    public double[] CapacityForOneMore()
    {
        var capacity = (double[])Capacity.Clone();
        for (var r = _network.NodeCount; r < capacity.Length; r++)
        {
            // Batch jobs hold the whole of a link that no stream uses, and give half of it to the first that does.
            capacity[r] = _batchWeight[r] > 0 && _streamFlows[r] == 0
                ? _network.Capacity[r] * (1 - BatchPart) * (1 - Headroom) : capacity[r];
        }

        return capacity;
    }

    /// <summary>How much longer a batch task takes on a node because streams use it too.</summary>
    public double BatchSlowdown(int node) => _streamNode[node] ? 1 / BatchPart : 1;

    /// <summary>The same shares with other rates of the stream jobs, which fit.</summary>
    /// <param name="streams">Where the stream jobs stand.</param>
    /// <param name="filled">Their rates.</param>
    public Shares Granting(int[] streams, FillResult filled)
    {
        var granted = (Shares)MemberwiseClone();
        (granted.Rates, granted.Bottleneck) = ([.. Rates], [.. Bottleneck]);
        for (var k = 0; k < streams.Length; k++)
        {
            granted.Rates[streams[k]] = filled.Rates[k];
            granted.Bottleneck[streams[k]] = filled.Bottleneck[k];
        }

        return granted;
    }

    private void Count(PlacedJob job)
    {
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            if (job.Job.Done[i] || job.Embedding.Node[i] < 0)
            {
                continue;
            }

            (job.Job.IsStream ? _streamNode : _batchNode)[job.Embedding.Node[i]] = true;
        }

        foreach (var route in job.Embedding.Routes)
        {
            foreach (var r in route is null ? [] : route.Resources)
            {
                if (job.Job.IsStream)
                {
                    _streamFlows[r]++;
                }
                else
                {
                    _batchWeight[r] += job.Job.Weight;
                }
            }
        }
    }

    private long[] ShareOfBatch(PlacedJob job, double[] held)
    {
        var bandwidth = new long[job.Job.Flows.Length];
        for (var f = 0; f < bandwidth.Length; f++)
        {
            if (job.Embedding.Routes[f] is not { Links.Length: > 0 } route)
            {
                continue;
            }

            var share = double.MaxValue;
            foreach (var r in route.Resources)
            {
                var part = _network.Capacity[r] * (_streamFlows[r] > 0 ? BatchPart : 1);
                share = Math.Min(share, part * job.Job.Weight / _batchWeight[r]);
            }

            bandwidth[f] = (long)Math.Clamp(Math.Floor(share * (1 - Headroom)), 0, 4e18);
            foreach (var r in route.Resources)
            {
                held[r] += bandwidth[f];
            }
        }

        return bandwidth;
    }

    private bool IsServed(PlacedJob job, int j)
    {
        if (job.Demand is { } demand)
        {
            return job.MeetsLatency && (Rates[j] > 0 || demand.Cap <= 0) && demand.Cap >= demand.Floor;
        }

        return job.Embedding.Routes.Zip(BatchBandwidth[j])
            .All(p => p.First is not { Links.Length: > 0 } || p.Second > 0);
    }
}
