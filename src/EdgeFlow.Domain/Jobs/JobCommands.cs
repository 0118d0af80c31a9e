using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>Something that somebody wants of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="OccurredAt">When it was asked; the events take their time from here.</param>
public abstract record JobCommand(JobId Job, DateTimeOffset OccurredAt);

/// <summary>
/// Submits a job. The same submission again changes nothing; another one under the same id is rejected.
/// </summary>
/// <param name="Job">The id for it.</param>
/// <param name="Application">The application.</param>
/// <param name="Version">Its version.</param>
/// <param name="Demand">What it asks, defaults filled in.</param>
/// <param name="Tasks">The application's tasks, in its order; at least one, each once.</param>
/// <param name="Parameters">Task id → canonical JSON object, for tasks whose stage parameters it overrides.</param>
/// <param name="OccurredAt">When.</param>
public sealed record SubmitJob(
    JobId Job, ApplicationName Application, int Version, JobDemand Demand, IReadOnlyList<TaskId> Tasks,
    IReadOnlyDictionary<string, string> Parameters, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt)
{
    /// <summary>The run that it repeats; null for none.</summary>
    public RerunOf? Rerun { get; init; }
}

/// <summary>
/// The plan could not place the job. It waits; where it asked to be refused and was never placed, it is refused. The
/// same reason again changes nothing.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record HoldJob(JobId Job, string Pointer, string Reason, DateTimeOffset OccurredAt)
    : JobCommand(Job, OccurredAt);

/// <summary>Refuses a job that was never placed, whatever it asked.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record RefuseJob(JobId Job, string Pointer, string Reason, DateTimeOffset OccurredAt)
    : JobCommand(Job, OccurredAt);

/// <summary>An adopted plan places the job. An epoch that is not larger than the job's changes nothing.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The plan's revision, ≥ 1.</param>
/// <param name="OccurredAt">When.</param>
public sealed record PlanJob(JobId Job, int Epoch, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);

/// <summary>All stages of the epoch are hosted.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch whose stages are hosted; it must be the job's.</param>
/// <param name="OccurredAt">When.</param>
public sealed record StartJob(JobId Job, int Epoch, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);

/// <summary>
/// Reports that an attempt at a task ended well. A repeated report, or one for a task that is done, changes nothing.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">Which attempt, 1 and up.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Node">Where.</param>
/// <param name="Output">Content hash of its output, or empty for none.</param>
/// <param name="OutputBytes">Size of the output, ≥ 0.</param>
/// <param name="ElapsedMs">How long it computed, ≥ 0.</param>
/// <param name="OccurredAt">When.</param>
public sealed record CompleteTask(
    JobId Job, TaskId Task, int Attempt, int Epoch, NodeId Node, string Output, long OutputBytes, double ElapsedMs,
    DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt)
{
    /// <summary>SHA-256 hex of the model's bytes that computed it; null for a stage without one.</summary>
    public string? ModelHash { get; init; }
}

/// <summary>Reports that an attempt at a task failed. A repeated report changes nothing.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">Which attempt, 1 and up.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Node">Where.</param>
/// <param name="ErrorType">The kind of error, as retry rules name it.</param>
/// <param name="Reason">What went wrong, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record FailTask(
    JobId Job, TaskId Task, int Attempt, int Epoch, NodeId Node, string ErrorType, string Reason,
    DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);

/// <summary>
/// The output of a task that was done is gone: the task is to be done again, with a higher attempt number.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Epoch">The job's epoch, as the sender knows it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record ReopenTask(JobId Job, TaskId Task, int Epoch, string Reason, DateTimeOffset OccurredAt)
    : JobCommand(Job, OccurredAt);

/// <summary>
/// Says that the job's result is complete. A batch job must have all its tasks done; a stream job must have as many
/// frames out as its source made.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The job's epoch, as the sender knows it.</param>
/// <param name="Frames">Frames that came out, each counted once.</param>
/// <param name="SourceFrames">Frames that the source made in all, once it has ended; batch: not looked at.</param>
/// <param name="OccurredAt">When.</param>
public sealed record CompleteJob(JobId Job, int Epoch, long Frames, long SourceFrames, DateTimeOffset OccurredAt)
    : JobCommand(Job, OccurredAt);

/// <summary>Ends the job without its result.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The job's epoch, as the sender knows it; 0 before the first plan.</param>
/// <param name="ErrorType">The kind of error.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record FailJob(JobId Job, int Epoch, string ErrorType, string Reason, DateTimeOffset OccurredAt)
    : JobCommand(Job, OccurredAt);

/// <summary>Asks to cancel the job. One that was never placed is cancelled at once.</summary>
/// <param name="Job">The job.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="OccurredAt">When.</param>
public sealed record CancelJob(JobId Job, string Actor, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);

/// <summary>Says that the stages of a job that is being cancelled have stopped.</summary>
/// <param name="Job">The job.</param>
/// <param name="OccurredAt">When.</param>
public sealed record ConfirmCancel(JobId Job, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);

/// <summary>Destroys the personal data of a job that has ended. Again changes nothing.</summary>
/// <param name="Job">The job.</param>
/// <param name="OccurredAt">When.</param>
public sealed record DestroyPersonalData(JobId Job, DateTimeOffset OccurredAt) : JobCommand(Job, OccurredAt);
