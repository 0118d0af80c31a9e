namespace EdgeFlow.Protocol.Jobs;

/// <summary>A task whose output is an earlier run's.</summary>
/// <param name="Task">The task.</param>
/// <param name="Origin">The earlier run's task that made it.</param>
/// <param name="Node">The node that held it.</param>
/// <param name="Output">SHA-256 hex of its bytes.</param>
/// <param name="OutputBytes">Its size.</param>
/// <param name="Content">SHA-256 hex of what it was computed from: stage, model, parameters, the bytes of model and
/// inputs.</param>
/// <param name="ModelHash">SHA-256 hex of its model's bytes; null for a stage without one.</param>
public sealed record ReusedTaskView(
    string Task, string Origin, string Node, string Output, long OutputBytes, string Content,
    string? ModelHash = null);
