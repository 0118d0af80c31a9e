using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines;

/// <summary>What the running jobs leave: R_avail of the nodes and B_l of the links. Mutable; owned by one
/// session.</summary>
internal sealed class Ledger
{
    /// <summary>Starts with everything free.</summary>
    public Ledger(IndexedNetwork network, EntsReadings readings)
    {
        (Network, Readings) = (network, readings);
        FreeMemory = [.. network.Nodes.Select(n => n.Capacity.Memory.Value)];
        FreeBandwidth = [.. network.Capacity];
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>How the ambiguities are read.</summary>
    public EntsReadings Readings { get; }

    /// <summary>R_avail of each node, in bytes.</summary>
    public long[] FreeMemory { get; }

    /// <summary>Residual B_l of each link resource, in bit/s; only OTFS takes from it.</summary>
    public double[] FreeBandwidth { get; }

    /// <summary>Counted work.</summary>
    public long Work { get; set; }

    /// <summary>Takes the memory of a job's tasks.</summary>
    public void TakeMemory(BaselineJob job) => ChargeMemory(job, -1);

    /// <summary>Gives it back.</summary>
    public void GiveMemory(BaselineJob job) => ChargeMemory(job, +1);

    /// <summary>Whether memory suffices for the tasks where they are.</summary>
    public bool HasMemory(BaselineJob job)
    {
        TakeMemory(job);
        var fits = Array.TrueForAll(job.Node, u => FreeMemory[u] >= 0);
        GiveMemory(job);
        return fits;
    }

    /// <summary>Takes (sign -1) or gives back (+1) the bandwidth granted to a job.</summary>
    public void ChargeBandwidth(BaselineJob job, int sign)
    {
        foreach (var f in job.Crossing)
        {
            foreach (var r in job.Routes[f]!.Resources)
            {
                FreeBandwidth[r] += sign * job.Bandwidth[f];
            }
        }
    }

    private void ChargeMemory(BaselineJob job, int sign)
    {
        for (var i = 0; i < job.Node.Length; i++)
        {
            FreeMemory[job.Node[i]] += sign * job.Job.Tasks[i].Memory.Value;
        }
    }
}
