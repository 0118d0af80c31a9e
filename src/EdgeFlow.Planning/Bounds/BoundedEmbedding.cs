using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An embedding as the programs behind bounds see it: what each of its parts asks of a resource. Immutable.
/// </summary>
/// <param name="Job">The job's number.</param>
/// <param name="Items">
/// Resource and size, one for each group and each passage of a link: seconds or bits a frame, or bytes of memory.
/// </param>
/// <param name="MostRate">The rate up to which it counts as possible, in frames a second: see
/// <see cref="EmbeddingLimit"/>.</param>
/// <param name="Node">The node of each group; empty where they are spread over several.</param>
internal sealed record BoundedEmbedding(
    int Job, (int Resource, double Size)[] Items, double MostRate, int[] Node)
{
    /// <summary>Reads it from what <see cref="CheapestEmbedding"/> found.</summary>
    public static BoundedEmbedding Make(
        ResourceLoads loads, JobClass jobClass, int job, (int[] Node, IndexedRoute?[] Routes) found)
    {
        var items = new List<(int, double)>();
        for (var g = 0; g < found.Node.Length; g++)
        {
            var node = found.Node[g];
            if (loads.Network.SharedCompute)
            {
                items.Add((node, jobClass.Seconds[g][node]));
            }

            items.Add((loads.Memory(node), jobClass.Groups.Memory[g]));
        }

        foreach (var f in jobClass.CountedFlows())
        {
            foreach (var r in found.Routes[f]?.Resources ?? [])
            {
                items.Add((r, jobClass.Job.Flows[f].Bits));
            }
        }

        (int Resource, double Size)[] all = [.. items.Where(i => i.Item2 > 0).OrderBy(i => i)];
        return new BoundedEmbedding(job, all, EmbeddingLimit.Of(jobClass, found.Node, found.Routes), found.Node);
    }

    /// <summary>Whether both ask the same.</summary>
    public bool SameAs(BoundedEmbedding other) => Job == other.Job && Items.AsSpan().SequenceEqual(other.Items);
}
