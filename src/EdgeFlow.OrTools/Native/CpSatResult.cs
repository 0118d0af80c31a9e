namespace EdgeFlow.OrTools.Native;

/// <summary>What CP-SAT found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Values">The value of each variable; empty without a solution.</param>
/// <param name="Bound">No solution of the model has a lower objective.</param>
public sealed record CpSatResult(CpSatStatus Status, IReadOnlyList<double> Values, double Bound);
