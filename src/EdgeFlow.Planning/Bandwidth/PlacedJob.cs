using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Budgets;
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

    private PlacedJob(PlacedJob before, Embedding embedding, FillDemand demand) =>
        (Job, Embedding, Demand, MeetsLatency) = (before.Job, embedding, demand, before.MeetsLatency);

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

    /// <summary>The same stream job where nothing that it uses has changed but its number.</summary>
    public PlacedJob Renumbered(Renumbering numbers) => numbers.IsIdentity ? this : new PlacedJob(
        this, numbers.Apply(Embedding), Demand! with { Resources = numbers.Apply(Demand!.Resources) });

    /// <summary>The bandwidth of every flow at a rate; 0 for those that cross no link.</summary>
    public long[] Bandwidths(double rate)
    {
        var bandwidth = new long[Job.Flows.Length];
        for (var f = 0; f < bandwidth.Length; f++)
        {
            bandwidth[f] = Embedding.Routes[f] is { Links.Length: > 0 } ? Bandwidth(f, rate) : 0;
        }

        return bandwidth;
    }

    /// <summary>
    /// Whether a plan grants each flow that crosses a link exactly this bandwidth. Both are in the order of the flows;
    /// a plan that somebody else wrote in another order does not.
    /// </summary>
    public bool Grants(JobPlan plan, long[] bandwidth)
    {
        var next = 0;
        for (var f = 0; f < bandwidth.Length; f++)
        {
            if (Embedding.Routes[f] is { Links.Length: > 0 })
            {
                var granted = next < plan.Allocations.Count ? plan.Allocations[next++] : null;
                if (granted is null || granted.Bandwidth.Value != bandwidth[f] || granted.Flow != Job.Flows[f].Id)
                {
                    return false;
                }
            }
        }

        return next == plan.Allocations.Count;
    }

    private static FillDemand BuildDemand(IndexedNetwork network, IndexedJob job, Embedding embedding, double linkFloor)
    {
        var amounts = new SortedDictionary<int, double>();
        var cap = Math.Min(job.WishedRate, IndexedJob.MaxRate);
        cap = Math.Min(cap, Spending.RateCap(network, job, embedding).Rate);
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
