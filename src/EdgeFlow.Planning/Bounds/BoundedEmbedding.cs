using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// An embedding as the programs behind bounds see it: what each of its parts asks of a resource. Immutable.
/// </summary>
/// <param name="Job">The job's number.</param>
/// <param name="Items">
/// Resource and size, one for each group and each passage of a link: seconds or bits a frame, or bytes of memory.
/// </param>
/// <param name="MostRate">The rate that it can have alone on the network, in frames a second.</param>
internal sealed record BoundedEmbedding(int Job, (int Resource, double Size)[] Items, double MostRate)
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
        return new BoundedEmbedding(job, all, MostOf(loads, jobClass, found.Node, all));
    }

    /// <summary>Whether both ask the same.</summary>
    public bool SameAs(BoundedEmbedding other) => Job == other.Job && Items.AsSpan().SequenceEqual(other.Items);

    private static double MostOf(
        ResourceLoads loads, JobClass jobClass, int[] node, (int Resource, double Size)[] items)
    {
        var most = double.PositiveInfinity;
        for (var g = 0; g < node.Length; g++)
        {
            var seconds = jobClass.Seconds[g][node[g]];
            most = seconds > 0 ? Math.Min(most, 1 / seconds) : most;
        }

        foreach (var group in items.Where(i => !loads.IsMemory(i.Resource)).GroupBy(i => i.Resource))
        {
            most = Math.Min(most, loads.Capacity(group.Key) / group.Sum(i => i.Size));
        }

        return most;
    }
}
