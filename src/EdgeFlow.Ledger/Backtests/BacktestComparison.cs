namespace EdgeFlow.Ledger.Backtests;

/// <summary>One policy against the baseline by one measure. Immutable.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Jobs">Over how many jobs.</param>
/// <param name="Baseline">The baseline's value.</param>
/// <param name="Value">The policy's value.</param>
/// <param name="Worsening">How much worse it is, as a part of the baseline (waiting: of the jobs' time); below 0 is
/// better.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Verdict">What that says.</param>
public sealed record BacktestComparison(
    string Policy, BacktestMeasure Measure, int Jobs, double Baseline, double Value, double Worsening, double Low,
    double High, BacktestVerdict Verdict);
