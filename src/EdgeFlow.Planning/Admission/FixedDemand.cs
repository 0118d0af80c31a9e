using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// What a stream job asks at one fixed rate: computation and memory of each group of tasks, bandwidth of each flow
/// between two groups. A request of the virtual network embedding literature in the planner's own words. Immutable.
/// </summary>
internal sealed class FixedDemand
{
    /// <summary>Parts that a second of computation a second is counted in: 2⁴⁰.</summary>
    public const long WholeNode = 1L << 40;

    /// <summary>What a group takes on a node that is too slow for it: more than any node has.</summary>
    public const long TooMuch = 1L << 50;

    // Far above any link, and such that sums of a job's flows do not overflow.
    private const double MostBits = 1L << 50;

    private readonly IndexedNetwork _network;
    private readonly long[][] _compute;

    /// <summary>Reads the demand.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">A stream job without defect and with tasks.</param>
    /// <param name="groups">Its tasks in groups, with the nodes that each may be on.</param>
    /// <param name="rate">The rate, in frames a second.</param>
    /// <param name="flowRate">Rate for which its flows hold bandwidth, for its latency bound; at least the
    /// rate.</param>
    public FixedDemand(IndexedNetwork network, IndexedJob job, Grouping groups, double rate, double flowRate)
    {
        (_network, Job, Groups, Rate) = (network, job, groups, rate);
        Bandwidth = [.. job.Flows.Select(f => (long)Math.Clamp(Math.Ceiling(flowRate * f.Bits), 1, MostBits))];
        Crossing = [.. Enumerable.Range(0, job.Flows.Length)
            .Where(f => GroupOf(job.Flows[f].From) != GroupOf(job.Flows[f].To))];
        Incident = [.. Enumerable.Range(0, groups.Count).Select(FlowsOf)];
        Volume = [.. Incident.Select(flows => flows.Sum(f => (double)Bandwidth[f]))];
        Apart = [.. Enumerable.Range(0, groups.Count).Select(g => groups.Apart.Where(p => p.A == g || p.B == g)
            .Select(p => p.A == g ? p.B : p.A).Where(other => other != g).ToArray())];
        _compute = [.. Enumerable.Range(0, groups.Count).Select(g => ComputeOf(g))];
    }

    /// <summary>The job.</summary>
    public IndexedJob Job { get; }

    /// <summary>Its groups of tasks.</summary>
    public Grouping Groups { get; }

    /// <summary>The rate, in frames a second.</summary>
    public double Rate { get; }

    /// <summary>Bandwidth of each flow, in bit/s.</summary>
    public long[] Bandwidth { get; }

    /// <summary>The flows between two groups, ascending.</summary>
    public int[] Crossing { get; }

    /// <summary>For each group, its crossing flows, the largest first.</summary>
    public int[][] Incident { get; }

    /// <summary>For each group, the bandwidth of its crossing flows together, in bit/s.</summary>
    public double[] Volume { get; }

    /// <summary>For each group, the groups that must be on other nodes.</summary>
    public int[][] Apart { get; }

    /// <summary>The group at the other end of a crossing flow.</summary>
    public int Other(int flow, int group)
    {
        var from = GroupOf(Job.Flows[flow].From);
        return from == group ? GroupOf(Job.Flows[flow].To) : from;
    }

    /// <summary>Whether a group feeds a crossing flow (or reads it).</summary>
    public bool Feeds(int group, int flow) => GroupOf(Job.Flows[flow].From) == group;

    /// <summary>
    /// What a group takes of a node, in parts of <see cref="WholeNode"/>, rounded up; <see cref="TooMuch"/> where the
    /// node is too slow.
    /// </summary>
    public long Compute(int group, int node) => _compute[group][node];

    private long[] ComputeOf(int group)
    {
        var parts = new long[_network.NodeCount];
        foreach (var u in Groups.Nodes[group])
        {
            var (sum, most) = (0.0, 0.0);
            foreach (var task in Groups.Members[group])
            {
                var seconds = Rate * Job.Seconds(task, _network.Nodes[u]);
                (sum, most) = (sum + seconds, Math.Max(most, seconds));
            }

            // With exclusive compute each task has the node to itself, so only one that alone is too slow counts.
            var taken = _network.SharedCompute ? sum : most <= 1 ? 0 : 2;
            parts[u] = taken < 2 ? (long)Math.Ceiling(taken * WholeNode) : TooMuch;
        }

        return parts;
    }

    private int GroupOf(int task) => Groups.Of[task];

    private int[] FlowsOf(int group) =>
    [
        .. Crossing.Where(f => GroupOf(Job.Flows[f].From) == group || GroupOf(Job.Flows[f].To) == group)
            .OrderByDescending(f => Bandwidth[f]).ThenBy(f => f),
    ];
}
