using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// What the jobs in force leave of a network: computation and memory of nodes, bandwidth of links. All are whole
/// numbers, so that what is taken and given back leaves no trace. Mutable; one owner.
/// </summary>
internal sealed class Residuals
{
    /// <summary>
    /// Parts of <see cref="FixedDemand.WholeNode"/> that a node has beyond the whole, since what each group takes is
    /// rounded up: 2⁻³² of a node, a quarter of the verifier's tolerance.
    /// </summary>
    public const long Rounding = 1L << 8;

    /// <summary>An empty network.</summary>
    public Residuals(IndexedNetwork network)
    {
        Network = network;
        Compute = new long[network.NodeCount];
        Array.Fill(Compute, FixedDemand.WholeNode + Rounding);
        Memory = [.. network.Nodes.Select(n => n.Capacity.Memory.Value)];
        Bandwidth = [.. network.Capacity.Select((c, r) => r < network.NodeCount ? 0 : (long)c)];
        Against = new int[network.ArcLink.Length];
        for (var a = 0; a < Against.Length; a++)
        {
            var link = network.ArcLink[a];
            Against[a] = network.LinkResource(link, network.End[link].A == network.ArcHead[a]);
        }
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>Parts of <see cref="FixedDemand.WholeNode"/> left on each node.</summary>
    public long[] Compute { get; }

    /// <summary>Bytes of memory left on each node.</summary>
    public long[] Memory { get; }

    /// <summary>Bit/s left of each resource that is a link's; 0 for the others.</summary>
    public long[] Bandwidth { get; }

    /// <summary>The resource that passing each arc from its head to its tail uses.</summary>
    public int[] Against { get; }

    /// <summary>Takes (sign +1) or gives back (sign -1) what a job holds.</summary>
    /// <param name="job">The job.</param>
    /// <param name="embedding">Where it is.</param>
    /// <param name="rate">Its rate in frames a second.</param>
    /// <param name="bandwidth">Bandwidth of each of its flows in bit/s.</param>
    /// <param name="sign">+1 or -1.</param>
    public void Charge(IndexedJob job, Embedding embedding, double rate, IReadOnlyList<long> bandwidth, int sign)
    {
        for (var i = 0; i < job.Tasks.Length; i++)
        {
            var node = embedding.Node[i];
            if (node < 0 || job.Done[i])
            {
                continue;
            }

            Memory[node] -= sign * job.Tasks[i].Memory.Value;
            if (Network.SharedCompute && job.IsStream)
            {
                var parts = rate * job.Seconds(i, Network.Nodes[node]) * FixedDemand.WholeNode;
                Compute[node] -= sign * (long)Math.Ceiling(Math.Min(parts, FixedDemand.TooMuch));
            }
        }

        for (var f = 0; f < embedding.Routes.Length; f++)
        {
            foreach (var r in embedding.Routes[f]?.Resources ?? [])
            {
                Bandwidth[r] -= sign * bandwidth[f];
            }
        }
    }
}
