using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning;

/// <summary>One node as a candidate for a task.</summary>
/// <param name="Node">The node.</param>
/// <param name="Price">Price of the task there at the prices in force; null when it may not run there.</param>
/// <param name="Rejected">Why not, in words; null for the chosen one.</param>
public sealed record CandidateReport(NodeId Node, double? Price, string? Rejected);
