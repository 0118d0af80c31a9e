using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>A task of a rerun that is computed again.</summary>
/// <param name="Task">The task.</param>
/// <param name="Reason">Why no earlier output serves, in words.</param>
public sealed record ComputedTask(TaskId Task, string Reason);
