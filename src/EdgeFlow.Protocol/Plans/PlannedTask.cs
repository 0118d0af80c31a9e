namespace EdgeFlow.Protocol.Plans;

/// <summary>Where a task runs.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">Its node.</param>
/// <param name="Variant">Which variant of its model; <c>full</c> as declared.</param>
public sealed record PlannedTask(string Task, string Node, string Variant);
