using System.Text.Json.Serialization;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>A job was submitted: one run of one version of an application.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Application">The application.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Demand">What it asks, defaults filled in.</param>
/// <param name="Parameters">
/// For tasks whose stage parameters the submission overrides: task id → canonical JSON object.
/// </param>
/// <param name="OccurredAt">When.</param>
public sealed record JobSubmitted(
    JobId Job, ApplicationName Application, int Version, JobDemand Demand,
    IReadOnlyDictionary<string, string> Parameters, DateTimeOffset OccurredAt) : IEvent
{
    /// <summary>The application's tasks, in its order: what must be done before a batch job is complete.</summary>
    public IReadOnlyList<TaskId> Tasks { get; init; } = [];

    /// <summary>The run that it repeats, and what it keeps of it; null for a job of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RerunOf? Rerun { get; init; }
}

/// <summary>The job cannot be placed now and waits.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobQueued(JobId Job, string Pointer, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The job was refused: what it requires cannot be met and it asked not to wait.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobRefused(JobId Job, string Pointer, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A plan places the job (again).</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The plan revision; only larger ones follow.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobPlanned(JobId Job, int Epoch, DateTimeOffset OccurredAt) : IEvent;

/// <summary>All stages of an epoch are hosted: the job runs.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch that runs.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobStarted(JobId Job, int Epoch, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A task of a batch job ended well.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">Which attempt, 1 and up.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Node">Where.</param>
/// <param name="Output">Content hash of its output (claim check), or empty for none.</param>
/// <param name="OutputBytes">Size of the output.</param>
/// <param name="ElapsedMs">How long it computed.</param>
/// <param name="OccurredAt">When.</param>
public sealed record TaskCompleted(
    JobId Job, TaskId Task, int Attempt, int Epoch, NodeId Node, string Output, long OutputBytes, double ElapsedMs,
    DateTimeOffset OccurredAt) : IEvent
{
    /// <summary>SHA-256 hex of the model's bytes that computed it; null for a stage without one, and in events that
    /// were written before it was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelHash { get; init; }
}

/// <summary>An attempt at a task failed.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">Which attempt, 1 and up.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Node">Where.</param>
/// <param name="ErrorType">The kind of error, as retry rules name it.</param>
/// <param name="Reason">What went wrong, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record TaskFailed(
    JobId Job, TaskId Task, int Attempt, int Epoch, NodeId Node, string ErrorType, string Reason,
    DateTimeOffset OccurredAt) : IEvent;

/// <summary>The output of a task that was done is gone (its node is lost): the task has to be done again.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Epoch">The epoch that noticed it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record TaskReopened(JobId Job, TaskId Task, int Epoch, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The job's result is complete.</summary>
/// <param name="Job">The job.</param>
/// <param name="Frames">Frames that came out, each counted once.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobCompleted(JobId Job, long Frames, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The job ended without its result.</summary>
/// <param name="Job">The job.</param>
/// <param name="ErrorType">The kind of error.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobFailed(JobId Job, string ErrorType, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>Somebody asked to cancel the job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Actor">Who.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobCancelRequested(JobId Job, string Actor, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The job was cancelled and its stages stopped.</summary>
/// <param name="Job">The job.</param>
/// <param name="OccurredAt">When.</param>
public sealed record JobCancelled(JobId Job, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The key of the job's personal data was destroyed: what its submission said of persons is noise now, in
/// every copy of its events.</summary>
/// <param name="Job">The job.</param>
/// <param name="OccurredAt">When.</param>
public sealed record PersonalDataDestroyed(JobId Job, DateTimeOffset OccurredAt) : IEvent;
