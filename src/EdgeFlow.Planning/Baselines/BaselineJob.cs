using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;

namespace EdgeFlow.Planning.Baselines;

/// <summary>A stream job as the baselines see it, in Q_wait or in Q_run. Mutable; owned by one session.</summary>
/// <param name="job">The job.</param>
/// <param name="current">Its plan in force; null when it is new or waits.</param>
internal sealed class BaselineJob(IndexedJob job, CurrentPlan? current)
{
    /// <summary>The job.</summary>
    public IndexedJob Job { get; } = job;

    /// <summary>Its plan in force.</summary>
    public CurrentPlan? Current { get; } = current;

    /// <summary>Whether it ran before this session, and still does.</summary>
    public bool Ran { get; set; }

    /// <summary>Whether it is admitted at rate 0 (A13).</summary>
    public bool IsAtZero { get; set; }

    /// <summary>Node of each task; empty while it waits.</summary>
    public int[] Node { get; set; } = [];

    /// <summary>Route of each flow; null where none is known yet.</summary>
    public IndexedRoute?[] Routes { get; set; } = [];

    /// <summary>Bandwidth b_i of each flow in whole bits a second; infinity within a node.</summary>
    public double[] Bandwidth { get; set; } = [];

    /// <summary>Rate granted.</summary>
    public double Rate { get; set; }

    /// <summary>Flows that cross a link, by number.</summary>
    public IEnumerable<int> Crossing =>
        Enumerable.Range(0, Job.Flows.Length).Where(f => Node[Job.Flows[f].From] != Node[Job.Flows[f].To]);

    /// <summary>V_i: what a flow carries a frame, 1 bit at least.</summary>
    public double Volume(int flow) => Math.Max(1, Job.Flows[flow].Bits);

    /// <summary>Grants a bandwidth, rounded down to whole bits so that sums stay within the links.</summary>
    public void Grant(int flow, double bandwidth) =>
        Bandwidth[flow] = Math.Floor(Math.Min(bandwidth, IndexedJob.MaxRate * 1e12) * (1 - 1e-12));

    /// <summary>Forgets routes and bandwidth; flows within a node have both at once.</summary>
    public void Unroute()
    {
        Routes = [.. Job.Flows.Select(f => Node[f.From] == Node[f.To] ? IndexedRoute.Within(Node[f.From]) : null)];
        Bandwidth = [.. Routes.Select(r => r is null ? 0 : double.PositiveInfinity)];
    }

    /// <summary>
    /// 1 / t_comp, the rate that its computation would reach alone: 1 / max C_i / PS_u(i), or with a node's speed
    /// shared, 1 / max_u Σ C_i / PS_u. Never above the wished rate.
    /// </summary>
    public double ComputeRate(IndexedNetwork network)
    {
        var busy = new SortedDictionary<int, double>();
        var longest = 0.0;
        for (var i = 0; i < Node.Length; i++)
        {
            var before = network.SharedCompute ? busy.GetValueOrDefault(Node[i]) : 0;
            busy[Node[i]] = before + Job.Seconds(i, network.Nodes[Node[i]]);
            longest = Math.Max(longest, busy[Node[i]]);
        }

        var most = Math.Min(Job.WishedRate, IndexedJob.MaxRate);
        return longest > 0 ? Math.Min(most, 1 / longest) : most;
    }

    /// <summary>The rate that its flows allow: min b_i / V_i, the reciprocal of the slowest transfer.</summary>
    public double NetworkRate()
    {
        var rate = double.PositiveInfinity;
        foreach (var f in Crossing)
        {
            rate = Math.Min(rate, Job.Flows[f].Bits > 0 ? Bandwidth[f] / Job.Flows[f].Bits : rate);
        }

        return rate;
    }
}
