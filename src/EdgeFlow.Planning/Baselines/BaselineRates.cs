using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// Rates of jobs whose flows have their bandwidth: r_J = min(compute bound, min b / V), and no more than
/// the job's budget pays for. Exclusive computation bounds a
/// job by its slowest task, 1 / max C_i / PS_u (Eq. 3.3). Where tasks share a node's speed, of which the thesis says
/// nothing, all jobs fill the nodes max-min fair up to what their flows allow: nobody could give them more evenly.
/// </summary>
internal static class BaselineRates
{
    /// <summary>Sets the rates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">The jobs that run, by id.</param>
    /// <returns>Jobs that do not get what they need to run, by id.</returns>
    public static IReadOnlyList<BaselineJob> Set(IndexedNetwork network, IReadOnlyList<BaselineJob> jobs)
    {
        var most = jobs.Select(j => Most(network, j)).ToArray();
        if (network.SharedCompute)
        {
            var capacity = Enumerable.Repeat(1 - Shares.Headroom, network.NodeCount).ToArray();
            var demands = jobs.Select((j, k) => Demand(network, j, most[k])).ToList();
            most = new WaterFilling().Fill(capacity, demands, network.NodeCount).Rates;
        }

        for (var k = 0; k < jobs.Count; k++)
        {
            jobs[k].Rate = most[k];
        }

        return [.. jobs.Where(j => Complaint(network, j) is not null)];
    }

    /// <summary>What a job lacks, as pointer and words; null when nothing.</summary>
    public static (string Pointer, string Reason)? Complaint(IndexedNetwork network, BaselineJob job)
    {
        var starved = job.Crossing.Cast<int?>().FirstOrDefault(f => job.Bandwidth[f!.Value] < 1);
        if (starved is { } flow)
        {
            return ("/spec/rate", $"nothing is left for flow {job.Job.Flows[flow].Id}");
        }

        if (job.Rate <= 0)
        {
            return ("/spec/rate", "nothing is left of the nodes that it runs on");
        }

        if (job.Rate < job.Job.RequiredRate)
        {
            return ("/spec/rate/required", FormattableString.Invariant(
                $"would reach {job.Rate} frames/s beside the others, required are {job.Job.RequiredRate}"));
        }

        var bound = job.Job.Source.Demand.LatencyBound;
        return bound is { } b && Seconds(network, job) * 1000 > b.Value
            ? ("/spec/latency", FormattableString.Invariant(
                $"a frame would take {Seconds(network, job) * 1000} ms, allowed are {b.Value}"))
            : null;
    }

    /// <summary>Seconds of a frame from source to sink.</summary>
    public static double Seconds(IndexedNetwork network, BaselineJob job) => Latency.Seconds(
        network, job.Job, new Embedding(job.Node, job.Routes),
        f => double.IsFinite(job.Bandwidth[f]) ? job.Job.Flows[f].Bits / job.Bandwidth[f] : 0);

    /// <summary>What computation, flows and budget allow the job by itself.</summary>
    private static double Most(IndexedNetwork network, BaselineJob job)
    {
        var rate = Math.Min(job.ComputeRate(network), job.NetworkRate());
        return Math.Min(rate, Spending.RateCap(network, job.Job, new Embedding(job.Node, job.Routes)).Rate);
    }

    private static FillDemand Demand(IndexedNetwork network, BaselineJob job, double most)
    {
        var busy = new SortedDictionary<int, double>();
        for (var i = 0; i < job.Node.Length; i++)
        {
            var seconds = job.Job.Seconds(i, network.Nodes[job.Node[i]]);
            if (seconds > 0)
            {
                busy[job.Node[i]] = busy.GetValueOrDefault(job.Node[i]) + seconds;
            }
        }

        return new FillDemand(1, 0, most, 0, [.. busy.Keys], [.. busy.Values]);
    }
}
