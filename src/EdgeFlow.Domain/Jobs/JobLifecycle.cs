using EdgeFlow.Domain.Lifecycles;
using static EdgeFlow.Domain.Jobs.JobStatus;

namespace EdgeFlow.Domain.Jobs;

/// <summary>The life of a job, batch or stream, as one table.</summary>
public static class JobLifecycle
{
    /// <summary>The table.</summary>
    public static Lifecycle<JobStatus, JobTrigger> Table { get; } = new(
    [
        new(null, JobTrigger.Submitted, Submitted),

        new(Submitted, JobTrigger.Queued, Waiting),
        new(Submitted, JobTrigger.Refused, Refused),
        new(Submitted, JobTrigger.Planned, Planned),
        new(Submitted, JobTrigger.Failed, Failed),
        new(Submitted, JobTrigger.CancelRequested, Cancelling),

        new(Waiting, JobTrigger.Queued, Waiting),
        new(Waiting, JobTrigger.Refused, Refused),
        new(Waiting, JobTrigger.Planned, Planned),
        new(Waiting, JobTrigger.TaskReported, Waiting),
        new(Waiting, JobTrigger.Completed, Completed),
        new(Waiting, JobTrigger.Failed, Failed),
        new(Waiting, JobTrigger.CancelRequested, Cancelling),

        new(Planned, JobTrigger.Queued, Waiting),
        new(Planned, JobTrigger.Planned, Planned),
        new(Planned, JobTrigger.Started, Running),
        new(Planned, JobTrigger.TaskReported, Planned),
        new(Planned, JobTrigger.Completed, Completed),
        new(Planned, JobTrigger.Failed, Failed),
        new(Planned, JobTrigger.CancelRequested, Cancelling),

        new(Running, JobTrigger.Queued, Waiting),
        new(Running, JobTrigger.Planned, Planned),
        new(Running, JobTrigger.TaskReported, Running),
        new(Running, JobTrigger.Completed, Completed),
        new(Running, JobTrigger.Failed, Failed),
        new(Running, JobTrigger.CancelRequested, Cancelling),

        new(Cancelling, JobTrigger.Cancelled, Cancelled),
    ]);

    /// <summary>Whether nothing more can happen to a job in this state.</summary>
    public static bool IsEnd(JobStatus status) => status is Completed or Failed or Cancelled or Refused;
}
