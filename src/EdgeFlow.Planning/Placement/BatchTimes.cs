using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>Upward ranks and makespan of a batch job: HEFT's priorities (Topcuoglu, Hariri and Wu, 2002) and a plain
/// simulation.</summary>
internal static class BatchTimes
{
    /// <summary>
    /// Upward rank of each task: its mean time over the nodes that may host it, plus the longest mean way to a sink.
    /// Done tasks and their outputs take no time.
    /// </summary>
    public static double[] UpwardRanks(IndexedNetwork network, IndexedJob job)
    {
        var capacity = network.Links.Where(l => l.Capacity.Value > 0).Select(l => (double)l.Capacity.Value)
            .DefaultIfEmpty(1).Average();
        var delay = network.Links.Select(l => l.Delay.Value / 1000).DefaultIfEmpty(0).Average();
        var ranks = new double[job.Tasks.Length];
        foreach (var i in job.Order.Reverse())
        {
            if (job.Done[i])
            {
                continue;
            }

            var rest = 0.0;
            foreach (var f in job.Outgoing[i])
            {
                rest = Math.Max(rest, job.Flows[f].Bits / capacity + delay + ranks[job.Flows[f].To]);
            }

            ranks[i] = MeanSeconds(network, job, i) + rest;
        }

        return ranks;
    }

    /// <summary>The tasks not done, producers before consumers, by falling rank; ties by the topological
    /// order.</summary>
    public static int[] ByRank(IndexedNetwork network, IndexedJob job)
    {
        var ranks = UpwardRanks(network, job);
        var depth = new int[job.Tasks.Length];
        for (var k = 0; k < job.Order.Length; k++)
        {
            depth[job.Order[k]] = k;
        }

        return [.. job.Order.Where(i => !job.Done[i]).OrderByDescending(i => ranks[i]).ThenBy(i => depth[i])];
    }

    /// <summary>
    /// Makespan in seconds of what is left of a job, its tasks taken in the order of their ranks: one task at a time on
    /// a node, after the batch tasks of others that are there; slower where streams share the node; each flow's data
    /// sent whole at its bandwidth once the producer has ended.
    /// </summary>
    /// <param name="board">All jobs, with or without this one.</param>
    /// <param name="job">The job.</param>
    /// <param name="shares">Shares with this job.</param>
    /// <param name="bandwidth">Bandwidth of each flow.</param>
    /// <param name="backlog">Seconds until each node is free for this job.</param>
    public static double Makespan(Board board, PlacedJob job, Shares shares, long[] bandwidth, double[] backlog)
    {
        var (network, indexed) = (board.Network, job.Job);
        var finish = new double[indexed.Tasks.Length];
        var timelines = Array.ConvertAll(backlog, seconds => new Timeline(seconds));
        var last = 0.0;
        foreach (var i in ByRank(network, indexed))
        {
            var node = job.Embedding.Node[i];
            var ready = 0.0;
            foreach (var f in indexed.Incoming[i])
            {
                var crosses = job.Embedding.Routes[f] is { Links.Length: > 0 };
                var transfer = crosses ? indexed.Flows[f].Bits / bandwidth[f] : 0;
                ready = Math.Max(
                    ready, finish[indexed.Flows[f].From] + transfer + Latency.Delay(network, job.Embedding.Routes[f]));
            }

            var length = indexed.Seconds(i, network.Nodes[node]) * shares.BatchSlowdown(node);
            var start = timelines[node].EarliestStart(ready, length);
            timelines[node].Take(start, length);
            finish[i] = start + length;
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
