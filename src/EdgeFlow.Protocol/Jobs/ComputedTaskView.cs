namespace EdgeFlow.Protocol.Jobs;

/// <summary>A task of a rerun that is computed again.</summary>
/// <param name="Task">The task.</param>
/// <param name="Reason">Why no earlier output serves, in words.</param>
public sealed record ComputedTaskView(string Task, string Reason);
