namespace EdgeFlow.Protocol.Directives;

/// <summary>
/// Runs one attempt at a task of a batch job over all its input. A node runs each (job, task, attempt) at most once:
/// asked
/// again it waits for the run under way or returns the stored report. An older epoch than the node has seen for the
/// job is
/// refused with error type <c>StaleEpoch</c>; inputs that cannot be had fail with <c>InputLost</c>.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The plan's epoch for the job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">1 and up.</param>
/// <param name="Kind">Stage kind.</param>
/// <param name="Model">Model file, or null.</param>
/// <param name="Parameters">Canonical JSON object.</param>
/// <param name="StageHash">What profiles are kept by.</param>
/// <param name="Inputs">Outputs of the tasks it needs.</param>
/// <param name="Frames">Source: how many frames to make; null for all that it has.</param>
/// <param name="Sink">
/// Its output frames are results: the node posts them to the control plane before it reports.
/// </param>
/// <param name="TimeoutMs">Longest time for one frame.</param>
public sealed record TaskDirective(
    string Job, int Epoch, string Task, int Attempt, string Kind, string? Model, string Parameters, string StageHash,
    IReadOnlyList<TaskInput> Inputs, long? Frames, bool Sink, double TimeoutMs)
{
    /// <summary>The correlation id of the job's submission, for logs and reports; null for none.</summary>
    public string? Correlation { get; init; }
}
