namespace EdgeFlow.Control.Runs;

/// <summary>Where a completed task's output is.</summary>
/// <param name="Artifact">SHA-256 hex of its bytes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record TaskOutput(string Artifact, long Bytes);
