using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// What bounds count as a resource: nodes (where compute is shared) and links as the network numbers them, then the
/// memory of each node. Immutable.
/// </summary>
internal sealed class ResourceLoads(IndexedNetwork network)
{
    /// <summary>The network.</summary>
    public IndexedNetwork Network => network;

    /// <summary>How many resources.</summary>
    public int Count => network.Capacity.Length + network.NodeCount;

    /// <summary>The memory of a node.</summary>
    public int Memory(int node) => network.Capacity.Length + node;

    /// <summary>Whether a resource is memory: a load that does not grow with the rate.</summary>
    public bool IsMemory(int resource) => resource >= network.Capacity.Length;

    /// <summary>The resource's capacity; bytes for memory.</summary>
    public double Capacity(int resource) => IsMemory(resource)
        ? network.Nodes[resource - network.Capacity.Length].Capacity.Memory.Value : network.Capacity[resource];

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
}
