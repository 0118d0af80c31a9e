using EdgeFlow.Experiments.Metrics;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>What one policy made of one online instance.</summary>
/// <param name="Rates">Rates of the jobs, after the reading of A11 and A12.</param>
/// <param name="Waiting">Mean seconds from arrival to placement, the planner's own time included.</param>
/// <param name="Queueing">The same without the planner's own time.</param>
/// <param name="Planning">Mean seconds of a decision, by the wall clock.</param>
/// <param name="Moved">Tasks that changed their node while they ran, a job.</param>
/// <param name="NeverPlaced">Jobs that were never placed.</param>
public sealed record OnlineResult(
    RateSummary Rates, double Waiting, double Queueing, double Planning, double Moved, int NeverPlaced)
{
    /// <summary>Sums a run up.</summary>
    internal static OnlineResult Of(
        OnlineInstance instance, IReadOnlyList<OnlineJob> jobs, int moved, IReadOnlyList<double> planning)
    {
        var settings = instance.Settings;
        var counted = jobs.Where(j => settings.CountsWaiting || j.Waited is not null);
        var rates = RateSummary.Of(counted.Select(j => settings.Sampling switch
        {
            RateSampling.WhenPlaced => j.FirstRate,
            RateSampling.AtEndOfArrivals => j.LastRate ?? 0,
            _ => j.MeanRate,
        }));
        var end = instance.LastArrival + settings.Lifetime;
        var queueing = jobs.Select(j => j.WaitedUntil(end)).DefaultIfEmpty(0).Average();
        var waiting = queueing + jobs.Select(j => j.Decided).DefaultIfEmpty(0).Average();
        return new OnlineResult(
            rates, waiting, queueing, planning.DefaultIfEmpty(0).Average(), (double)moved / Math.Max(1, jobs.Count),
            jobs.Count(j => j.Waited is null));
    }
}
