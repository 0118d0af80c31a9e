namespace EdgeFlow.Domain.Plans;

/// <summary>One of the demands of a job that cannot all be met.</summary>
/// <param name="Pointer">JSON pointer to it in the manifest, e.g. <c>/spec/tasks/2/constraints/labels</c>.</param>
/// <param name="Demand">What it asks, in words.</param>
public sealed record WaitingConflict(string Pointer, string Demand);
