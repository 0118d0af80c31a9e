using EdgeFlow.Ledger.Branches;

namespace EdgeFlow.Ledger.Backtests;

/// <summary>Policies beside a baseline on one history. Immutable.</summary>
/// <param name="Baseline">The baseline's name.</param>
/// <param name="From">Where the history begins.</param>
/// <param name="Until">Where it ends.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="WorseThan">How much worse is still allowed, as a part.</param>
/// <param name="Seed">The seed of the draws.</param>
/// <param name="Outcomes">What became of each policy's branch, the baseline's first.</param>
/// <param name="Comparisons">Each other policy by each measure that has jobs.</param>
public sealed record BacktestReport(
    string Baseline, DateTimeOffset From, DateTimeOffset Until, int Events, double WorseThan, ulong Seed,
    IReadOnlyList<BranchOutcome> Outcomes, IReadOnlyList<BacktestComparison> Comparisons)
{
    /// <summary>Whether some policy is worse than the baseline by any measure.</summary>
    public bool HasWorse => Comparisons.Any(comparison => comparison.Verdict == BacktestVerdict.Worse);
}
