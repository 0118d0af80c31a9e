namespace EdgeFlow.Ledger.Backtests;

/// <summary>What an interval says about a policy.</summary>
public enum BacktestVerdict
{
    /// <summary>The whole interval is better than the baseline.</summary>
    Better,

    /// <summary>The interval holds both.</summary>
    Same,

    /// <summary>The whole interval is worse than the baseline by more than was allowed.</summary>
    Worse,

    /// <summary>There are too few jobs to say anything.</summary>
    Unknown,
}
