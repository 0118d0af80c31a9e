using EdgeFlow.Experiments.Metrics;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>What each policy made of one instance.</summary>
/// <param name="Columns">By the policy's name.</param>
/// <param name="Bound">The average rate that no plan exceeds, as the certificate proves.</param>
internal sealed record EntsResult(IReadOnlyDictionary<string, EntsColumn> Columns, double Bound);

/// <summary>What one policy made of one instance.</summary>
/// <param name="Rates">The rates.</param>
/// <param name="Waiting">Jobs without a plan.</param>
/// <param name="Taken">Time taken.</param>
/// <param name="IsSound">Whether the verifier accepts the plan.</param>
internal sealed record EntsColumn(RateSummary Rates, int Waiting, TimeSpan Taken, bool IsSound);
