namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The network part of ENTS Algorithm 4 (OTFA): the flows of all jobs, running and new, are routed and split together
/// by one JRBA over whole capacities (A21: FL is the union). Placements stay.
/// </summary>
internal sealed class JointRouting(Ledger ledger, HopPaths paths, ulong seed) : INetworkRule
{
    /// <inheritdoc/>
    public bool Keep(BaselineJob job)
    {
        // Under the other reading of A4, Algorithm 1 sees what running jobs hold, though all of it is split anew below.
        if (ledger.Readings.ResidualBandwidth == true)
        {
            ledger.ChargeBandwidth(job, -1);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Add(BaselineJob job)
    {
        job.Unroute();
        return job.Crossing.All(
            f => paths.Between(job.Node[job.Job.Flows[f].From], job.Node[job.Job.Flows[f].To]).Length > 0);
    }

    /// <inheritdoc/>
    public void Remove(BaselineJob job)
    {
        // Nothing is held between plans.
    }

    /// <inheritdoc/>
    public void Settle(IReadOnlyList<BaselineJob> jobs)
    {
        var demand = new FlowList(jobs, ledger.Readings.MergeFlows);
        var result = new Jrba(ledger.Network, paths, ledger.Readings)
            .Solve(demand.Flows, ledger.Network.Capacity, seed)
            ?? throw new InvalidOperationException(
                $"JRBA found no path for one of {demand.Flows.Count} flows, although each has one.");
        demand.Assign(result, ledger);
    }
}
