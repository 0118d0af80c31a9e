namespace EdgeFlow.Planning.Bandwidth;

/// <summary>Rates of all stream jobs.</summary>
/// <param name="Rates">Rate of each job, frames a second.</param>
/// <param name="Bottleneck">The resource that limits each job, or -1 where its own cap does.</param>
/// <param name="FloorsFit">Whether all floors together fit into every resource; if not, the rates are not to be
/// used.</param>
internal sealed record FillResult(double[] Rates, int[] Bottleneck, bool FloorsFit);
