namespace EdgeFlow.Domain.Jobs;

/// <summary>What can happen to a job: one trigger an event, but tasks' events share one.</summary>
public enum JobTrigger
{
    /// <summary><see cref="JobSubmitted"/>.</summary>
    Submitted,

    /// <summary><see cref="JobQueued"/>.</summary>
    Queued,

    /// <summary><see cref="JobRefused"/>.</summary>
    Refused,

    /// <summary><see cref="JobPlanned"/>.</summary>
    Planned,

    /// <summary><see cref="JobStarted"/>.</summary>
    Started,

    /// <summary><see cref="TaskCompleted"/>, <see cref="TaskFailed"/>, <see cref="TaskReopened"/>.</summary>
    TaskReported,

    /// <summary><see cref="JobCompleted"/>.</summary>
    Completed,

    /// <summary><see cref="JobFailed"/>.</summary>
    Failed,

    /// <summary><see cref="JobCancelRequested"/>.</summary>
    CancelRequested,

    /// <summary><see cref="JobCancelled"/>.</summary>
    Cancelled,
}
