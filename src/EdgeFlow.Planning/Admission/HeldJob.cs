using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;

namespace EdgeFlow.Planning.Admission;

/// <summary>A job in force, with what its plan holds. Immutable.</summary>
/// <param name="Job">The job.</param>
/// <param name="Embedding">Where it is.</param>
/// <param name="Bandwidth">What each of its flows holds on every link, in bit/s; 0 where it crosses none.</param>
/// <param name="Plan">Its plan.</param>
internal sealed record HeldJob(IndexedJob Job, Embedding Embedding, long[] Bandwidth, JobPlan Plan)
{
    private const double Tolerance = 1e-9;

    /// <summary>Bandwidth of all its flows together, in bit/s.</summary>
    public Int128 Volume
    {
        get
        {
            Int128 sum = 0;
            foreach (var bandwidth in Bandwidth)
            {
                sum += bandwidth;
            }

            return sum;
        }
    }

    /// <summary>The same with the bandwidth on every link counted.</summary>
    public Int128 Taken
    {
        get
        {
            Int128 sum = 0;
            for (var f = 0; f < Bandwidth.Length; f++)
            {
                sum += (Int128)Bandwidth[f] * (Embedding.Routes[f]?.Links.Length ?? 0);
            }

            return sum;
        }
    }

    /// <summary>Reads a plan in force.</summary>
    /// <returns>The job, or what does not hold any more, in words.</returns>
    public static (HeldJob? Held, string? Broken) Read(IndexedNetwork network, IndexedJob job, CurrentPlan current)
    {
        if (current.Embedding is not { } embedding)
        {
            return (null, current.Broken!);
        }

        var plan = current.Plan;
        var granted = new Dictionary<FlowId, long>();
        foreach (var allocation in plan.Allocations)
        {
            granted.TryAdd(allocation.Flow, allocation.Bandwidth.Value);
        }

        var bandwidth = job.Flows.Select(f => granted.GetValueOrDefault(f.Id)).ToArray();
        var held = new HeldJob(job, embedding, bandwidth, plan);
        return held.WhatBreaks(network) is { } broken ? (null, broken) : (held, null);
    }

    /// <summary>Whether it uses a node, or a resource that is a link's.</summary>
    public bool Uses(int resource)
    {
        for (var i = 0; i < Embedding.Node.Length; i++)
        {
            if (Embedding.Node[i] == resource && !Job.Done[i])
            {
                return true;
            }
        }

        return Array.Exists(Embedding.Routes, r => r is not null && r.Resources.Contains(resource));
    }

    private string? WhatBreaks(IndexedNetwork network)
    {
        var crossing = Embedding.Routes.Count(r => r is { Links.Length: > 0 });
        if (Plan.Allocations.Count != crossing)
        {
            return "its plan grants bandwidth to other flows than cross links";
        }

        if (!Job.IsStream)
        {
            return null;
        }

        var rate = Plan.Rate.Value;
        for (var f = 0; f < Bandwidth.Length; f++)
        {
            if (Embedding.Routes[f] is { Links.Length: > 0 } && Bandwidth[f] < Math.Max(1, rate * Job.Flows[f].Bits))
            {
                return $"flow {Job.Flows[f].Id} has less bandwidth than its rate needs";
            }
        }

        return rate < Job.RequiredRate * (1 - Tolerance) || rate > Job.WishedRate ? "its rate is not what it asks for"
            : Job.Source.Demand.LatencyBound is { } bound && Seconds(network) * 1000 > bound.Value * (1 + Tolerance)
                ? "a frame takes longer than it may"
            : rate > Spending.RateCap(network, Job, Embedding).Rate * (1 + Tolerance) ? "it costs more than its budget"
            : null;
    }

    /// <summary>Seconds that a frame takes.</summary>
    public double Seconds(IndexedNetwork network) => Latency.Seconds(
        network, Job, Embedding, f => Bandwidth[f] > 0 ? Job.Flows[f].Bits / Bandwidth[f] : 0);
}
