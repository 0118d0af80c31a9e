namespace EdgeFlow.Benchmarks.Peers;

/// <summary>What a peer engine printed of itself.</summary>
/// <param name="WorkflowsPerSecond">10-step workflows a second.</param>
/// <param name="StepP50Ms">Median time of a step.</param>
/// <param name="StepP99Ms">99th percentile.</param>
internal sealed record PeerFigures(double WorkflowsPerSecond, double StepP50Ms, double StepP99Ms);
