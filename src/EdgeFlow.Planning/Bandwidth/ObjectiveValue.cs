using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>The value of an objective, as <see cref="Objective"/> defines it.</summary>
internal static class ObjectiveValue
{
    private const double LeastRate = 1e-12;
    private const double LeastSeconds = 1e-12;
    private const double Mega = 1e6;

    /// <summary>The value of <see cref="Objective.Makespan"/>.</summary>
    /// <param name="seconds">When each batch job ends, in seconds from now; infinity for one that waits.</param>
    /// <returns>The value; 0 without jobs.</returns>
    public static double OfMakespan(IReadOnlyCollection<double> seconds) =>
        seconds.Count == 0 ? 0 : 1 / Math.Max(seconds.Max(), LeastSeconds);

    /// <summary>The value of rates.</summary>
    /// <param name="objective">The objective; not that of batch jobs.</param>
    /// <param name="jobs">Stream jobs, those that wait too.</param>
    /// <param name="rates">Rate of each, 0 for one that waits.</param>
    /// <returns>The value; 0 without jobs.</returns>
    /// <remarks>0 under <see cref="Objective.Makespan"/>: rates say nothing of it.</remarks>
    public static double Of(Objective objective, IReadOnlyList<IndexedJob> jobs, IReadOnlyList<double> rates)
    {
        var (sum, weights, least) = (0.0, 0.0, double.PositiveInfinity);
        for (var j = 0; j < jobs.Count; j++)
        {
            var (weight, rate) = (jobs[j].Weight, rates[j]);
            weights += weight;
            least = Math.Min(least, rate / weight);
            sum += objective switch
            {
                Objective.AverageRate => rate,
                Objective.Weighted => weight * rate,
                Objective.ProportionalFair => weight * Math.Log(Math.Max(rate, LeastRate)),
                Objective.Admission => rate > 0 ? weight * Revenue(jobs[j]) : 0,
                _ => 0,
            };
        }

        return jobs.Count == 0 ? 0 : objective switch
        {
            Objective.MaxMin => least,
            Objective.AverageRate => sum / jobs.Count,
            Objective.Weighted => sum / weights,
            _ => sum,
        };
    }

    private static double Revenue(IndexedJob job) =>
        (job.Tasks.Sum(t => t.Work.Value) + job.Flows.Sum(f => f.Bits) / Mega) * job.RequiredRate;
}
