using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>A job with its embedding and what that asks of the resources. Immutable.</summary>
internal sealed class PlacedJob
{
    public PlacedJob(IndexedNetwork network, IndexedJob job, Embedding embedding)
    {
        (Job, Embedding) = (job, embedding);
        var floor = job.IsStream ? Latency.LinkFloor(network, job, embedding) : 0;
        MeetsLatency = floor is not null;
        Demand = job.IsStream ? BuildDemand(network, job, embedding, floor ?? 0) : null;
    }

    /// <summary>The job.</summary>
    public IndexedJob Job { get; }

    /// <summary>Where it is.</summary>
    public Embedding Embedding { get; }

    /// <summary>What a frame asks; null for batch jobs.</summary>
    public FillDemand? Demand { get; }

    /// <summary>Whether some bandwidth would meet its latency bound.</summary>
    public bool MeetsLatency { get; }

    /// <summary>The bandwidth of a flow at a rate, as an integer: what its sender shapes to.</summary>
    /// <remarks>At least 1 bit/s, so that a flow without data can still carry the end of a frame.</remarks>
    public long Bandwidth(int flow, double rate) =>
        (long)Math.Clamp(Math.Ceiling(Math.Max(rate, Demand!.LinkFloor) * Job.Flows[flow].Bits), 1, 4e18);

    private static FillDemand BuildDemand(IndexedNetwork network, IndexedJob job, Embedding embedding, double linkFloor)
    {
        var amounts = new SortedDictionary<int, double>();
        var cap = Math.Min(job.WishedRate, IndexedJob.MaxRate);
        for (var i = 0; i < job.Tasks.Length; i++)
        {
            var seconds = job.Seconds(i, network.Nodes[embedding.Node[i]]);
            if (network.SharedCompute)
            {
                Add(embedding.Node[i], seconds);
            }
            else if (seconds > 0)
            {
                cap = Math.Min(cap, 1 / seconds);
            }
        }

        for (var f = 0; f < job.Flows.Length; f++)
        {
            foreach (var r in embedding.Routes[f]?.Resources ?? [])
            {
                Add(r, job.Flows[f].Bits);
            }
        }

        return new FillDemand(
            job.Weight, job.RequiredRate, cap, linkFloor, [.. amounts.Keys], [.. amounts.Values]);

        void Add(int resource, double amount)
        {
            if (amount > 0)
            {
                amounts[resource] = amounts.GetValueOrDefault(resource) + amount;
            }
        }
    }
}
