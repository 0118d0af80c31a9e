using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Control.Reruns;

/// <summary>An output that a run has made, or had kept of an earlier one.</summary>
/// <param name="Task">The run's task.</param>
/// <param name="Node">The node that held it last.</param>
/// <param name="Output">SHA-256 hex of its bytes.</param>
/// <param name="OutputBytes">Its size.</param>
/// <param name="Content">What it was computed from: <see cref="ResultContent"/>.</param>
/// <param name="Model">The model that computed it, as the application names it; null for none, or not known.</param>
/// <param name="ModelHash">SHA-256 hex of that model's bytes; null for none, or not known.</param>
public sealed record PastResult(
    TaskId Task, NodeId Node, string Output, long OutputBytes, string Content, string? Model = null,
    string? ModelHash = null);
