using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// A batch job as if it had the network to itself: all nodes free and at full speed, every flow alone on the widest way
/// and on the quickest one at once, memory and affinity left out. No plan gives it more, so what bounds this problem
/// bounds every plan. Stateless.
/// </summary>
internal static class AloneProblem
{
    /// <summary>The tasks of one job that are not done, with their data.</summary>
    public static ScheduleProblem Of(IndexedNetwork network, IndexedJob job, ShortestWays ways)
    {
        int[] tasks = [.. job.Order.Where(i => !job.Done[i])];
        var number = new int[job.Tasks.Length];
        for (var t = 0; t < tasks.Length; t++)
        {
            number[tasks[t]] = t;
        }

        var edges = job.Flows.Where(f => !job.Done[f.From] && !job.Done[f.To])
            .Select(f => new ScheduleEdge(number[f.From], number[f.To], f.Bits)).ToList();
        double[] rates = [.. ways.Capacity.Select(c => c > 0 ? 1 / c : 0)];
        return new ScheduleProblem(
            new ScheduleNetwork(new double[network.NodeCount], rates, ways.Delay), Seconds(network, job, tasks), edges,
            Release(network, job, tasks, ways));
    }

    /// <summary>All tasks of all jobs that are not done, as if none waited for data.</summary>
    public static ScheduleProblem LoadOf(IndexedNetwork network, IReadOnlyList<IndexedJob> jobs)
    {
        var none = new double[network.NodeCount * network.NodeCount];
        return new ScheduleProblem(
            new ScheduleNetwork(new double[network.NodeCount], none, none),
            [.. jobs.SelectMany(j => Seconds(network, j, [.. j.Order.Where(i => !j.Done[i])]))], []);
    }

    private static double[] Seconds(IndexedNetwork network, IndexedJob job, int[] tasks)
    {
        var seconds = new double[tasks.Length * network.NodeCount];
        for (var t = 0; t < tasks.Length; t++)
        {
            for (var u = 0; u < network.NodeCount; u++)
            {
                var node = network.Nodes[u];
                var mayRun = NodeFilter.FirstUnmet(job.Tasks[tasks[t]], node, node.Capacity.Memory.Value) < 0;
                seconds[t * network.NodeCount + u] =
                    mayRun ? job.Seconds(tasks[t], node) : double.PositiveInfinity;
            }
        }

        return seconds;
    }

    private static double[] Release(IndexedNetwork network, IndexedJob job, int[] tasks, ShortestWays ways)
    {
        var release = new double[tasks.Length * network.NodeCount];
        for (var t = 0; t < tasks.Length; t++)
        {
            foreach (var f in job.Incoming[tasks[t]].Where(f => job.Done[job.Flows[f].From]))
            {
                var from = network.NodeOf(job.Source.Done[job.Tasks[job.Flows[f].From].Id]) * network.NodeCount;
                for (var u = 0; u < network.NodeCount; u++)
                {
                    var (cell, width) = (t * network.NodeCount + u, ways.Capacity[from + u]);
                    var transfer = ways.Delay[from + u] + (width > 0 ? job.Flows[f].Bits / width : 0);
                    release[cell] = Math.Max(release[cell], transfer);
                }
            }
        }

        return release;
    }
}
