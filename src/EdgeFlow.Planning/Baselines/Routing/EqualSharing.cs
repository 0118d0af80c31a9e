using EdgeFlow.Planning.Bandwidth;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// Shortest paths by hops, lowest ids on ties, and an equal part of every link for every flow on it: b_i = min over
/// the links of B_l / n_l, where n_l counts the flows of all jobs, anew at every plan. Under the other reading of A31
/// flows share max-min fair instead, none above what the computation of its job can use, V_i / t_comp.
/// </summary>
internal sealed class EqualSharing(Ledger ledger, HopPaths paths) : INetworkRule
{
    /// <inheritdoc/>
    public bool Keep(BaselineJob job) => true;

    /// <inheritdoc/>
    public bool Add(BaselineJob job)
    {
        job.Unroute();
        foreach (var f in job.Crossing)
        {
            var (from, to) = (job.Node[job.Job.Flows[f].From], job.Node[job.Job.Flows[f].To]);
            if (paths.Between(from, to) is not [var shortest, ..])
            {
                return false;
            }

            job.Routes[f] = shortest;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Remove(BaselineJob job)
    {
        // Nothing is held between plans.
    }

    /// <inheritdoc/>
    public void Settle(IReadOnlyList<BaselineJob> jobs)
    {
        if (ledger.Readings.MaxMinSharing)
        {
            ShareMaxMin(jobs);
            return;
        }

        var flows = new int[ledger.Network.Capacity.Length];
        foreach (var r in jobs.SelectMany(j => j.Crossing.SelectMany(f => j.Routes[f]!.Resources)))
        {
            flows[r]++;
        }

        foreach (var job in jobs)
        {
            foreach (var f in job.Crossing)
            {
                job.Grant(f, job.Routes[f]!.Resources.Min(r => ledger.Network.Capacity[r] / flows[r]));
            }
        }
    }

    private void ShareMaxMin(IReadOnlyList<BaselineJob> jobs)
    {
        var flows = jobs.SelectMany(j => j.Crossing.Select(f => (Job: j, Flow: f))).ToList();
        var fill = new WaterFilling().Fill(
            ledger.Network.Capacity, [.. flows.Select(f => Demand(f.Job, f.Flow))], ledger.Network.NodeCount);
        for (var k = 0; k < flows.Count; k++)
        {
            flows[k].Job.Grant(flows[k].Flow, fill.Rates[k]);
        }
    }

    private FillDemand Demand(BaselineJob job, int flow)
    {
        int[] links = [.. job.Routes[flow]!.Resources.Order()];
        var most = Math.Ceiling(job.Volume(flow) * job.ComputeRate(ledger.Network)) + 1;
        return new FillDemand(1, 0, most, 0, links, Array.ConvertAll(links, _ => 1.0));
    }
}
