using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Random batch instances: layered DAGs, where each task has one to three producers in the layer before, on nodes that
/// differ in speed with random bandwidths. The same seed gives the same instance. Stateless.
/// </summary>
public static class RandomSchedules
{
    private const int MostProducers = 3;

    /// <summary>A layered DAG with about √tasks layers.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="tasks">How many tasks, 1 or more.</param>
    /// <param name="nodes">How many nodes, 1 or more.</param>
    /// <param name="ratio">Mean transfer time over mean task time (CCR).</param>
    public static ScheduleProblem Layered(ulong seed, int tasks, int nodes, double ratio)
    {
        var state = seed;
        var width = Math.Max(1, (int)Math.Sqrt(tasks));
        var edges = new List<ScheduleEdge>();
        for (var t = width; t < tasks; t++)
        {
            var before = t / width * width - width;
            var producers = Enumerable.Range(0, 1 + (int)(Next() * MostProducers))
                .Select(_ => before + (int)(Next() * width)).Distinct().Order();
            edges.AddRange(producers.Select(p => new ScheduleEdge(p, t, ratio * (0.2 + 1.6 * Next()))));
        }

        var work = Enumerable.Range(0, tasks).Select(_ => 0.2 + 1.6 * Next()).ToArray();
        var speed = Enumerable.Range(0, nodes).Select(_ => 0.5 + 1.5 * Next()).ToArray();
        var rates = new double[nodes * nodes];
        for (var u = 0; u < nodes; u++)
        {
            for (var v = 0; v < u; v++)
            {
                rates[u * nodes + v] = rates[v * nodes + u] = 1 / (0.5 + 1.5 * Next());
            }
        }

        return new ScheduleProblem(
            new ScheduleNetwork(new double[nodes], rates, new double[nodes * nodes]),
            [.. work.SelectMany(w => speed.Select(s => w / s))], edges);

        // splitmix64, as a number from 0 to below 1.
        double Next()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
            }
        }
    }
}
