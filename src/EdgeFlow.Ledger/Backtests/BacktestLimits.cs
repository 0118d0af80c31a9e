namespace EdgeFlow.Ledger.Backtests;

/// <summary>The limits of back-tests, in one place.</summary>
public static class BacktestLimits
{
    /// <summary>Most policies compared at once.</summary>
    public const int MaxPolicies = 32;

    /// <summary>How often the jobs are drawn anew for an interval.</summary>
    public const int Resamples = 2_000;

    /// <summary>Part of the resamples that an interval holds.</summary>
    public const double Confidence = 0.95;

    /// <summary>Fewest jobs that an interval says something about; with fewer nothing is judged.</summary>
    public const int LeastJobs = 5;

    /// <summary>Longest line of a history file, in characters.</summary>
    public const int MaxLine = 4 * 1024 * 1024;
}
