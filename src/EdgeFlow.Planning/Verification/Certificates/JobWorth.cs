using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>What a job adds to an objective at a rate: a r + b ln r + c.</summary>
/// <param name="Slope">a.</param>
/// <param name="Log">b; the logarithm is taken of no less than 10⁻¹².</param>
/// <param name="Fixed">c, when the job is placed.</param>
/// <param name="Least">The least rate of a placed job.</param>
/// <param name="Most">The highest rate that counts.</param>
internal sealed record JobWorth(double Slope, double Log, double Fixed, double Least, double Most)
{
    private const double LeastRate = 1e-12;

    /// <summary>The worths of all stream jobs.</summary>
    public static JobWorth[] Of(
        Objective objective, IReadOnlyList<SnapshotJob> jobs, Func<SnapshotJob, double> mostOf)
    {
        var total = jobs.Sum(Weight);
        return [.. jobs.Select(job =>
        {
            var required = job.Demand.Required?.Value ?? 0;
            return objective switch
            {
                Objective.AverageRate => new JobWorth(1.0 / jobs.Count, 0, 0, required, mostOf(job)),
                Objective.Weighted => new JobWorth(Weight(job) / total, 0, 0, required, mostOf(job)),
                Objective.ProportionalFair => new JobWorth(0, Weight(job), 0, required, mostOf(job)),
                _ => new JobWorth(0, 0, Weight(job) * required * (job.Tasks.Sum(t => t.Work.Value)
                    + job.Flows.Sum(f => f.Data.Value * 8.0) / 1e6), required, required),
            };
        })];
    }

    /// <summary>The same where a cut proves that no plan gives a higher rate.</summary>
    public JobWorth UpTo(double rate) => this with { Most = Math.Max(Least, Math.Min(Most, rate)) };

    /// <summary>The worth at a rate.</summary>
    public double At(double rate, bool isPlaced) =>
        Slope * rate + (Log > 0 ? Log * Math.Log(Math.Max(rate, LeastRate)) : 0) + (isPlaced ? Fixed : 0);

    private static double Weight(SnapshotJob job) => 1.0 + Math.Max(0, job.Demand.Priority);
}
