namespace EdgeFlow.Ledger.Backtests;

/// <summary>What policies are compared by.</summary>
public enum BacktestMeasure
{
    /// <summary>Streams: mean granted rate of a stream while it is there. More is better.</summary>
    Rate,

    /// <summary>Batch jobs: mean seconds from submission to the end, or to the end of the history for one that did not
    /// complete. Less is better.</summary>
    Makespan,

    /// <summary>All jobs: seconds with no place. Less is better; the difference is a part of the time that the jobs are
    /// there.</summary>
    Waiting,
}
