using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>A task of a rerun that is not computed again: an earlier run's output is its output.</summary>
/// <param name="Task">The task.</param>
/// <param name="Origin">The earlier run's task whose output it is; mostly of the same name.</param>
/// <param name="Node">The node that holds the output.</param>
/// <param name="Output">SHA-256 hex of the output's bytes.</param>
/// <param name="OutputBytes">Size of the output, ≥ 0.</param>
/// <param name="Content">
/// SHA-256 hex of what the output was computed from: stage, the model's bytes, parameters and the inputs' bytes. It is
/// why the output may be used again.
/// </param>
public sealed record ReusedTask(
    TaskId Task, TaskId Origin, NodeId Node, string Output, long OutputBytes, string Content)
{
    /// <summary>The model that computed it, as the application names it; null for none, and in events that were
    /// written before it was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>SHA-256 hex of that model's bytes: the output is kept only as long as the model has them. Null for a
    /// stage without one, and in events that were written before it was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelHash { get; init; }
}
