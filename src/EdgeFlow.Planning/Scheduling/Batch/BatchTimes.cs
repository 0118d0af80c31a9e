using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>Makespan of a batch job that is placed: HEFT's priorities (Topcuoglu, Hariri and Wu, 2002) and a plain
/// simulation. A function of placements, routes and shares alone, so that planning again tells the same.</summary>
internal static class BatchTimes
{
    /// <summary>The tasks not done, producers before consumers, by falling upward rank: the mean time over the nodes
    /// that may host a task, plus the longest mean way to a sink.</summary>
    private static int[] ByRank(IndexedNetwork network, IndexedJob job)
    {
        var capacity = network.Links.Where(l => l.Capacity.Value > 0).Select(l => (double)l.Capacity.Value)
            .DefaultIfEmpty(1).Average();
        var delay = network.Links.Select(l => l.Delay.Value / 1000).DefaultIfEmpty(0).Average();
        return Falling(job, Ranks(
            job, i => MeanSeconds(network, job, i), f => job.Flows[f].Bits / capacity + delay));
    }

    private static double[] Ranks(IndexedJob job, Func<int, double> seconds, Func<int, double> transfer)
    {
        var ranks = new double[job.Tasks.Length];
        for (var k = job.Order.Length - 1; k >= 0; k--)
        {
            var (i, rest) = (job.Order[k], 0.0);
            foreach (var f in job.Outgoing[i])
            {
                rest = Math.Max(rest, transfer(f) + ranks[job.Flows[f].To]);
            }

            ranks[i] = job.Done[i] ? 0 : seconds(i) + rest;
        }

        return ranks;
    }

    private static int[] Falling(IndexedJob job, double[] ranks)
    {
        var depth = new int[job.Tasks.Length];
        for (var k = 0; k < job.Order.Length; k++)
        {
            depth[job.Order[k]] = k;
        }

        return [.. job.Order.Where(i => !job.Done[i]).OrderByDescending(i => ranks[i]).ThenBy(i => depth[i])];
    }

    /// <summary>
    /// Makespan in seconds of what is left of a job: one task at a time on a node, after the batch tasks of others that
    /// are there; slower where streams share the node; each flow's data sent whole at its bandwidth once the producer
    /// has ended. Tasks are taken by their ranks in the mean of all nodes or by those on their own nodes, whichever
    /// ends
    /// first.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="shares">Shares with this job.</param>
    /// <param name="bandwidth">Bandwidth of each flow.</param>
    /// <param name="backlog">Seconds until each node is free for this job.</param>
    public static double Makespan(
        IndexedNetwork network, PlacedJob job, Shares shares, long[] bandwidth, double[] backlog)
    {
        var indexed = job.Job;
        var (seconds, transfers) = (new double[indexed.Tasks.Length], new double[indexed.Flows.Length]);
        for (var i = 0; i < seconds.Length; i++)
        {
            var node = job.Embedding.Node[i];
            seconds[i] = indexed.Done[i] ? 0 : indexed.Seconds(i, network.Nodes[node]) * shares.BatchSlowdown(node);
        }

        for (var f = 0; f < transfers.Length; f++)
        {
            transfers[f] = Latency.Delay(network, job.Embedding.Routes[f])
                + (job.Embedding.Routes[f] is { Links.Length: > 0 } ? indexed.Flows[f].Bits / bandwidth[f] : 0);
        }

        return Math.Min(
            Simulate(job, ByRank(network, indexed), seconds, transfers, backlog),
            Simulate(job, Falling(indexed, Ranks(indexed, i => seconds[i], f => transfers[f])), seconds, transfers,
                backlog));
    }

    private static double Simulate(PlacedJob job, int[] order, double[] seconds, double[] transfers, double[] backlog)
    {
        var (finish, last) = (new double[seconds.Length], 0.0);
        var timelines = Array.ConvertAll(backlog, free => new Timeline(free));
        foreach (var i in order)
        {
            var ready = 0.0;
            foreach (var f in job.Job.Incoming[i])
            {
                ready = Math.Max(ready, finish[job.Job.Flows[f].From] + transfers[f]);
            }

            var timeline = timelines[job.Embedding.Node[i]];
            var start = timeline.EarliestStart(ready, seconds[i]);
            timeline.Take(start, seconds[i]);
            finish[i] = start + seconds[i];
            last = Math.Max(last, finish[i]);
        }

        return last;
    }

    private static double MeanSeconds(IndexedNetwork network, IndexedJob job, int task)
    {
        var (sum, count) = (0.0, 0);
        foreach (var node in network.Nodes)
        {
            if (NodeFilter.FirstUnmet(job.Tasks[task], node, node.Capacity.Memory.Value) < 0)
            {
                (sum, count) = (sum + job.Seconds(task, node), count + 1);
            }
        }

        return count > 0 ? sum / count : 0;
    }
}
