using EdgeFlow.Ledger.Branches;

namespace EdgeFlow.Ledger.Backtests;

/// <summary>
/// Recorded arrivals and failures under several policies, from an empty plan: each is a branch in which every job ends
/// as the model says, so that all are measured alike. Stateless and thread safe.
/// </summary>
public static class Backtest
{
    /// <summary>Runs it.</summary>
    /// <param name="recording">The history.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="policies">The policies by name, the baseline first, each once; 2 to
    /// <see cref="BacktestLimits.MaxPolicies"/>.</param>
    /// <param name="worseThan">How much worse is still allowed, as a part ≥ 0.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="cores">Most threads at once, ≥ 1; the result does not depend on it.</param>
    /// <param name="progress">Is told how many policies are done; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">A policy is there twice, or their number is out of range.</exception>
    public static BacktestReport Run(
        Recording recording, BranchWindow window, IReadOnlyList<string> policies, double worseThan, ulong seed,
        int cores, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(policies);
        if (policies.Count is < 2 or > BacktestLimits.MaxPolicies || policies.Distinct().Count() != policies.Count)
        {
            throw new ArgumentException(
                $"Name 2 to {BacktestLimits.MaxPolicies} policies, each once.", nameof(policies));
        }

        var specs = policies.Select(policy => new BranchSpec(policy, [], policy) { ModelsAll = true }).ToList();
        var outcomes = BranchStudy.Run(recording, window, specs, cores, progress, cancellationToken);
        var comparisons = outcomes.Skip(1).SelectMany(outcome => Enum.GetValues<BacktestMeasure>()
            .Select(measure => Compare(outcomes[0].Figures, outcome, measure, window, worseThan, seed))
            .OfType<BacktestComparison>());
        return new BacktestReport(
            policies[0], window.From, window.Until, recording.Count, worseThan, seed, outcomes, [.. comparisons]);
    }

    private static BacktestComparison? Compare(
        BranchFigures baseline, BranchOutcome outcome, BacktestMeasure measure, BranchWindow window, double worseThan,
        ulong seed)
    {
        var theirs = outcome.Figures.Jobs.ToDictionary(job => job.Job);
        var pairs = baseline.Jobs.Where(job => Counts(job, measure) && theirs.ContainsKey(job.Job))
            .Select(job => (Here: job, There: theirs[job.Job])).ToList();
        if (pairs.Count == 0)
        {
            return null;
        }

        var here = pairs.Select(pair => Value(pair.Here, measure)).ToList();
        var there = pairs.Select(pair => Value(pair.There, measure)).ToList();
        var scale = measure == BacktestMeasure.Waiting ? [.. pairs.Select(pair => pair.Here.PresentSeconds)] : here;
        var (ratio, low, high) = PairedBootstrap.Interval(here, there, scale, seed);
        (ratio, low, high) = measure == BacktestMeasure.Rate ? (-ratio, -high, -low) : (ratio, low, high);
        return new BacktestComparison(
            outcome.Label, measure, pairs.Count, Mean(here), Mean(there), ratio, low, high,
            Judge(pairs.Count, low, high, worseThan));
    }

    private static bool Counts(JobFigures job, BacktestMeasure measure) => measure switch
    {
        BacktestMeasure.Rate => job.IsStream && job.PresentSeconds > 0,
        BacktestMeasure.Makespan => !job.IsStream,
        _ => true,
    };

    // A batch job that did not complete counts with the time it was there: less than it would take.
    private static double Value(JobFigures job, BacktestMeasure measure) => measure switch
    {
        BacktestMeasure.Rate => job.MeanRate,
        BacktestMeasure.Makespan => job.MakespanSeconds ?? job.PresentSeconds,
        _ => job.WaitedSeconds,
    };

    private static BacktestVerdict Judge(int jobs, double low, double high, double worseThan) =>
        jobs < BacktestLimits.LeastJobs ? BacktestVerdict.Unknown
        : low > worseThan ? BacktestVerdict.Worse
        : high < 0 ? BacktestVerdict.Better
        : BacktestVerdict.Same;

    private static double Mean(List<double> values) => values.Sum() / values.Count;
}
