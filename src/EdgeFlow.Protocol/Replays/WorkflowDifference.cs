namespace EdgeFlow.Protocol.Replays;

/// <summary>A place where workflow code and a recorded history differ.</summary>
/// <param name="Step">The number of the step; 0 for the end.</param>
/// <param name="Recorded">What the history holds.</param>
/// <param name="Now">What the code does now.</param>
public sealed record WorkflowDifference(int Step, string Recorded, string Now);
