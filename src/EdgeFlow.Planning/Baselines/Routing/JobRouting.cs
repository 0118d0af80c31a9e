namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The network part of ENTS Algorithm 3 (OTFS): each job's flows are routed and split by a JRBA of their own over the
/// bandwidth that earlier jobs leave, which keep theirs. A job that some flow of which would get nothing waits (A13).
/// </summary>
internal sealed class JobRouting(Ledger ledger, HopPaths paths, ulong seed) : INetworkRule
{
    /// <inheritdoc/>
    public bool Keep(BaselineJob job)
    {
        ledger.ChargeBandwidth(job, -1);
        var fits = job.Crossing.All(
            f => job.Bandwidth[f] >= 1 && job.Routes[f]!.Resources.All(r => ledger.FreeBandwidth[r] >= 0));
        if (!fits)
        {
            ledger.ChargeBandwidth(job, +1);
        }

        return fits;
    }

    /// <inheritdoc/>
    public bool Add(BaselineJob job)
    {
        job.Unroute();
        var demand = new FlowList([job], ledger.Readings.MergeFlows);
        var own = Draws.SeedOf(seed, job.Job.Id.Value);
        if (new Jrba(ledger.Network, paths, ledger.Readings).Solve(demand.Flows, ledger.FreeBandwidth, own)
            is not { } result)
        {
            return false;
        }

        demand.Assign(result, ledger);
        if (!job.Crossing.All(f => job.Bandwidth[f] >= 1))
        {
            return false;
        }

        ledger.ChargeBandwidth(job, -1);
        return true;
    }

    /// <inheritdoc/>
    public void Remove(BaselineJob job) => ledger.ChargeBandwidth(job, +1);

    /// <inheritdoc/>
    public void Settle(IReadOnlyList<BaselineJob> jobs)
    {
        // Every job got its bandwidth when it came.
    }
}
