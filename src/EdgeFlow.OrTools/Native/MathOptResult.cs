namespace EdgeFlow.OrTools.Native;

/// <summary>What a solver said.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Primal">Value of the best solution; infinity (of the bad sign) without one.</param>
/// <param name="Dual">Its proven bound.</param>
/// <param name="Values">Values of the variables in the best solution; empty without one.</param>
/// <param name="Duals">Dual prices of the rows, of linear programs; else empty.</param>
public sealed record MathOptResult(
    MathOptReason Reason, double Primal, double Dual, IReadOnlyList<double> Values, IReadOnlyList<double> Duals);
