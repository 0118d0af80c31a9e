using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// What bounds count as a resource: nodes (where compute is shared) and links as the network numbers them, then the
/// memory of each node. Immutable.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="grain">Bytes of which the memory of every task is a whole multiple; 0 when no task has any.</param>
internal sealed class ResourceLoads(IndexedNetwork network, long grain = 1)
{
    /// <summary>The network.</summary>
    public IndexedNetwork Network => network;

    /// <summary>How many resources.</summary>
    public int Count => network.Capacity.Length + network.NodeCount;

    /// <summary>The memory of a node.</summary>
    public int Memory(int node) => network.Capacity.Length + node;

    /// <summary>Whether a resource is memory: a load that does not grow with the rate.</summary>
    public bool IsMemory(int resource) => resource >= network.Capacity.Length;

    /// <summary>The resource's capacity; for memory, the bytes that whole multiples of the grain can fill.</summary>
    public double Capacity(int resource) => IsMemory(resource)
        ? Usable(network.Nodes[resource - network.Capacity.Length].Capacity.Memory.Value) : network.Capacity[resource];

    /// <summary>The resource in words, one for each: <c>node a</c>, <c>link a-b</c>, <c>link a-b from a</c>,
    /// <c>memory a</c>.</summary>
    public string Describe(int resource)
    {
        if (IsMemory(resource))
        {
            return $"memory {network.Nodes[resource - network.Capacity.Length].Id}";
        }

        if (resource < network.NodeCount || !network.FullDuplex)
        {
            return network.Describe(resource);
        }

        var link = network.LinkOfResource(resource);
        var (a, b) = network.End[link];
        var from = resource == network.LinkResource(link, true) ? a : b;
        return $"{network.Describe(resource)} from {network.Nodes[from].Id}";
    }

    /// <summary>Bytes of which the memory of every task of some jobs is a whole multiple, the most; 0 without
    /// any.</summary>
    public static long GrainOf(IEnumerable<IndexedJob> jobs)
    {
        var grain = 0L;
        foreach (var task in jobs.SelectMany(j => j.Tasks))
        {
            for (var rest = task.Memory.Value; rest > 0;)
            {
                (grain, rest) = (rest, grain % rest);
            }
        }

        return grain;
    }

    private double Usable(long memory) => grain > 0 ? memory - memory % grain : memory;
}
