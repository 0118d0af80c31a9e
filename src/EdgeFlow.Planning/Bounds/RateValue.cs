using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// What a job's rate r is worth in an objective: slope · r + weight · ln max(r, 10⁻¹²) + fixed, for rates from least to
/// most; concave in r. A job that waits has the rate 0.
/// </summary>
/// <param name="Slope">Worth of a frame a second.</param>
/// <param name="LogWeight">Weight of the logarithm, 0 for objectives without.</param>
/// <param name="Fixed">Worth of being placed at all.</param>
/// <param name="Least">The least rate of a placed job.</param>
/// <param name="Most">The highest rate that counts.</param>
internal readonly record struct RateValue(double Slope, double LogWeight, double Fixed, double Least, double Most)
{
    private const double LeastRate = 1e-12;
    private const double Megabit = 1e6;

    /// <summary>Worth of a job that waits.</summary>
    public double Waiting => LogWeight * Math.Log(LeastRate);

    /// <summary>The worths of all jobs in an objective other than max-min.</summary>
    public static RateValue[] Of(Objective objective, IReadOnlyList<IndexedJob> jobs)
    {
        var weights = jobs.Sum(j => j.Weight);
        return [.. jobs.Select(job => objective switch
        {
            Objective.AverageRate => Linear(job, 1.0 / jobs.Count),
            Objective.Weighted => Linear(job, job.Weight / weights),
            Objective.ProportionalFair => Linear(job, 0) with { LogWeight = job.Weight },
            _ => Linear(job, 0) with { Fixed = Revenue(job), Most = job.RequiredRate },
        })];
    }

    /// <summary>The same where no plan gives a higher rate; the least rate of a placed job counts all the
    /// same.</summary>
    public RateValue UpTo(double rate) => this with { Most = Math.Max(Least, Math.Min(Most, rate)) };

    /// <summary>Worth of a placed job.</summary>
    public double At(double rate) => Slope * rate + LogWeight * Math.Log(Math.Max(rate, LeastRate)) + Fixed;

    /// <summary>The most that the worth can exceed a cost that grows along a line between two rates.</summary>
    public double MostAgainst(double low, double high, double costLow, double costHigh)
    {
        if (high <= low)
        {
            return At(high) - costHigh;
        }

        var slope = (costHigh - costLow) / (high - low);
        if (double.IsPositiveInfinity(costLow) || double.IsNaN(slope))
        {
            return double.NegativeInfinity;
        }

        var rest = slope - Slope;
        var best = LogWeight > 0 && rest > 0 ? Math.Clamp(LogWeight / rest, low, high) : rest > 0 ? low : high;
        return At(best) - (costLow + slope * (best - low));
    }

    /// <summary>The rate at which the worth most exceeds a cost a frame, up to a limit.</summary>
    public double BestRate(double costOfFrame, double limit)
    {
        var most = Math.Min(limit, Most);
        var rest = costOfFrame - Slope;
        return LogWeight > 0 && rest > 0 ? Math.Clamp(LogWeight / rest, Math.Min(Least, most), most) : most;
    }

    private static RateValue Linear(IndexedJob job, double slope) =>
        new(slope, 0, 0, job.RequiredRate, BoundProblem.MostOf(job));

    private static double Revenue(IndexedJob job) => job.Weight * job.RequiredRate
        * (job.Tasks.Sum(t => t.Work.Value) + job.Flows.Sum(f => f.Bits) / Megabit);
}
