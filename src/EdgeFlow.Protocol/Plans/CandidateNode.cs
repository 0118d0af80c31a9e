namespace EdgeFlow.Protocol.Plans;

/// <summary>A node that could host a task.</summary>
/// <param name="Node">The node.</param>
/// <param name="Price">What the task would cost there: congestion for streams, seconds for batch.</param>
/// <param name="Rejected">Why it was not taken; null for the task's own.</param>
public sealed record CandidateNode(string Node, double? Price, string? Rejected);
