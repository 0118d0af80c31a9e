namespace EdgeFlow.Protocol.Jobs;

/// <summary>What a job is a rerun of, as it was when it was submitted.</summary>
/// <param name="Of">The run that it repeats.</param>
/// <param name="From">The task from which on everything was asked to be computed; null for none named.</param>
/// <param name="Reused">Batch: tasks that keep an earlier output.</param>
/// <param name="Computed">Batch: tasks that are computed again.</param>
public sealed record RerunView(
    string Of, string? From, IReadOnlyList<ReusedTaskView> Reused, IReadOnlyList<ComputedTaskView> Computed);
