using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// How good placements of all jobs are for the batch jobs: their makespans under the shares that they really have, the
/// longest first, compared lexicographically; and what they leave the stream jobs. Immutable.
/// </summary>
/// <param name="Spans">Seconds until each batch job ends, falling.</param>
/// <param name="Streams">What the stream jobs reach.</param>
internal sealed record BatchMerit(double[] Spans, Merit Streams)
{
    private const double Tiny = 1e-12;

    /// <summary>Judges.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">All jobs placed, by id.</param>
    /// <param name="objective">What rates are chosen for.</param>
    /// <returns>The merit; null when some job would not be served.</returns>
    public static BatchMerit? Of(IndexedNetwork network, IReadOnlyList<PlacedJob> jobs, Objective objective)
    {
        var shares = new Shares(network, jobs);
        if (!shares.Fit)
        {
            return null;
        }

        var spans = SpansOf(network, jobs, shares);
        shares = RateAllocation.Grant(objective, shares, jobs, network.NodeCount);
        IndexedJob[] streams = [.. jobs.Where(j => j.Job.IsStream).Select(j => j.Job)];
        double[] rates = [.. shares.Rates.Where((_, j) => jobs[j].Job.IsStream)];
        var value = ObjectiveValue.Of(objective, streams, rates);
        return new BatchMerit(spans, Merit.Of(objective, value, rates, [.. streams.Select(s => s.Weight)], null));
    }

    /// <summary>Seconds until each batch job ends, falling.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">All jobs placed, by id.</param>
    /// <param name="shares">Their shares.</param>
    public static double[] SpansOf(IndexedNetwork network, IReadOnlyList<PlacedJob> jobs, Shares shares)
    {
        var busy = Busy(network, jobs);
        var spans = new List<double>();
        for (var j = 0; j < jobs.Count; j++)
        {
            if (!jobs[j].Job.IsStream)
            {
                double[] backlog = [.. busy];
                Add(network, backlog, jobs[j], -1);
                spans.Add(BatchTimes.Makespan(
                    network, jobs[j], shares, shares.BatchBandwidth[j],
                    Array.ConvertAll(backlog, s => Math.Max(0, s))));
            }
        }

        return [.. spans.OrderDescending()];
    }

    /// <summary>Relative gain over another merit of the same jobs: that of the longest makespan which differs; negative
    /// for a loss.</summary>
    public double GainOver(BatchMerit other) => Gain(Spans, other.Spans);

    /// <summary>The same of makespans alone, both falling.</summary>
    public static double Gain(double[] spans, double[] others)
    {
        for (var k = 0; k < spans.Length; k++)
        {
            var gain = (others[k] - spans[k]) / Math.Max(others[k], Tiny);
            if (Math.Abs(gain) > Merit.LeastGain)
            {
                return gain;
            }
        }

        return 0;
    }

    private static double[] Busy(IndexedNetwork network, IReadOnlyList<PlacedJob> jobs)
    {
        var busy = new double[network.NodeCount];
        foreach (var job in jobs.Where(j => !j.Job.IsStream))
        {
            Add(network, busy, job, 1);
        }

        return busy;
    }

    private static void Add(IndexedNetwork network, double[] busy, PlacedJob job, int sign)
    {
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            var node = job.Embedding.Node[i];
            busy[node < 0 ? 0 : node] += job.Job.Done[i] || node < 0 ? 0
                : sign * job.Job.Seconds(i, network.Nodes[node]);
        }
    }
}
