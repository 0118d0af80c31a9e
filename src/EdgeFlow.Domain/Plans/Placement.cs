using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>Where a task runs, and which variant of its model.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">Its node.</param>
/// <param name="Variant">The variant; <c>full</c> is the model as declared.</param>
public sealed record Placement(TaskId Task, NodeId Node, string Variant = "full");
