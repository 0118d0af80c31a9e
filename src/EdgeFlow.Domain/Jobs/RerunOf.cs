using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>What a job is a rerun of: the link between two runs, kept with the later one. Immutable.</summary>
/// <param name="Job">The run that it repeats.</param>
/// <param name="Reused">
/// Batch: the tasks that keep results of that run, by task id; all others are computed. None for a stream.
/// </param>
public sealed record RerunOf(JobId Job, IReadOnlyList<ReusedTask> Reused)
{
    /// <summary>The task from which on everything was asked to be computed again; null for none named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskId? From { get; init; }

    /// <summary>Batch: the tasks that are computed again, in the application's order, each with the reason.</summary>
    public IReadOnlyList<ComputedTask> Computed { get; init; } = [];
}
