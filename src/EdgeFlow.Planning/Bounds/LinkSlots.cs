using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// How many flows of one size can enter or leave each node at a rate: each of a node's links carries a whole number of
/// them. Immutable.
/// </summary>
internal static class LinkSlots
{
    /// <summary>Counts them for every node.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bandwidth">Bandwidth of one flow, in bits a second.</param>
    /// <param name="most">The count at which counting ends.</param>
    public static int[] Count(IndexedNetwork network, double bandwidth, int most)
    {
        var slots = new int[network.NodeCount];
        for (var u = 0; u < slots.Length; u++)
        {
            for (var a = network.ArcStart[u]; a < network.ArcStart[u + 1] && slots[u] < most; a++)
            {
                var capacity = network.Capacity[network.ArcResource[a]] * (1 + EmbeddingCosts.Slack);
                var fits = bandwidth > 0 ? Math.Min(most, Math.Floor(capacity / bandwidth)) : most;
                slots[u] = Math.Min(most, slots[u] + (int)fits);
            }
        }

        return slots;
    }
}
