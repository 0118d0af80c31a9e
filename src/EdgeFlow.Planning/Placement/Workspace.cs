using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>One job to embed, with what does not change while it is embedded: its groups and their times on every
/// node.</summary>
internal sealed class Workspace
{
    public Workspace(IndexedNetwork network, IndexedJob job, Grouping groups, long[] free)
    {
        (Network, Job, Groups, Free) = (network, job, groups, free);
        Seconds = [.. groups.Members.Select(members => TimesOf(members, network.SharedCompute))];
        Neighbours = [.. groups.Members.Select((_, g) => FlowsOf(g))];
        LargestBits = Math.Max(1, job.Flows.Select(f => f.Bits).DefaultIfEmpty(1).Max());
        Tolls = Tolls.Of(network, job);
        MeanBits = Math.Max(1, job.Flows.Select(f => f.Bits).DefaultIfEmpty(1).Average());
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>The job.</summary>
    public IndexedJob Job { get; }

    /// <summary>Its groups of tasks.</summary>
    public Grouping Groups { get; }

    /// <summary>Memory free on each node without this job, in bytes.</summary>
    public long[] Free { get; }

    /// <summary>Seconds a frame of each group on each node: the sum of its tasks when compute is shared, else the
    /// longest.</summary>
    public double[][] Seconds { get; }

    /// <summary>The flows between each group and others.</summary>
    public int[][] Neighbours { get; }

    /// <summary>Data of the largest flow, in bits: the size for which links are priced first.</summary>
    public double LargestBits { get; }

    /// <summary>Mean data of the flows, in bits: the size for which links are priced next.</summary>
    public double MeanBits { get; }

    /// <summary>What nodes and links take of the job's budget; null when it has none.</summary>
    public Tolls? Tolls { get; }

    private double[] TimesOf(List<int> members, bool sum)
    {
        var seconds = new double[Network.NodeCount];
        foreach (var i in members)
        {
            for (var u = 0; u < seconds.Length; u++)
            {
                var own = Job.Seconds(i, Network.Nodes[u]);
                seconds[u] = sum ? seconds[u] + own : Math.Max(seconds[u], own);
            }
        }

        return seconds;
    }

    private int[] FlowsOf(int group) =>
    [
        .. Enumerable.Range(0, Job.Flows.Length).Where(f =>
        {
            var (a, b) = (Groups.Of[Job.Flows[f].From], Groups.Of[Job.Flows[f].To]);
            return a != b && (a == group || b == group);
        }),
    ];
}
