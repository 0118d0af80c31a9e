using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>What each event means for the state of a job.</summary>
internal static class JobEvolution
{
    public static JobState Evolve(JobState? state, IEvent @event)
    {
        if (@event is JobSubmitted submitted)
        {
            return Submitted(state, submitted);
        }

        var before = state ?? throw new InvalidOperationException(
            $"The history of a job starts with {@event.GetType().Name}; JobSubmitted is expected.");
        return @event switch
        {
            JobQueued queued => Move(before, JobTrigger.Queued) with
            {
                Pointer = queued.Pointer,
                Reason = queued.Reason,
            },
            JobRefused refused => End(before, JobTrigger.Refused, refused.OccurredAt) with
            {
                Pointer = refused.Pointer,
                Reason = refused.Reason,
            },
            JobPlanned planned => Move(before, JobTrigger.Planned) with
            {
                PlannedAt = planned.OccurredAt,
                Epoch = Newer(before, planned),
                Pointer = "",
                Reason = "",
            },
            JobStarted started => Move(before, JobTrigger.Started) with
            {
                StartedAt = before.StartedAt ?? started.OccurredAt,
            },
            TaskCompleted or TaskFailed or TaskReopened => Reported(before, @event),
            JobCompleted completed => End(before, JobTrigger.Completed, completed.OccurredAt) with
            {
                Frames = completed.Frames,
            },
            JobFailed failed => End(before, JobTrigger.Failed, failed.OccurredAt) with
            {
                ErrorType = failed.ErrorType,
                Reason = failed.Reason,
            },
            JobCancelRequested => Move(before, JobTrigger.CancelRequested),
            JobCancelled cancelled => End(before, JobTrigger.Cancelled, cancelled.OccurredAt),
            PersonalDataDestroyed => before with { IsWithoutPersonalData = true },
            _ => throw new InvalidOperationException(
                $"The history of job '{before.Job}' has a {@event.GetType().Name}."),
        };
    }

    private static JobState Reported(JobState before, IEvent @event) => @event switch
    {
        TaskCompleted completed => Report(before, completed.Task, progress => progress with
        {
            LastAttempt = completed.Attempt,
            LastFailed = false,
            Done = true,
            Node = completed.Node,
            Output = completed.Output,
            OutputBytes = completed.OutputBytes,
            ErrorType = "",
        }),
        TaskFailed failed => Report(before, failed.Task, progress => progress with
        {
            LastAttempt = failed.Attempt,
            LastFailed = true,
            Failures = progress.Failures + 1,
            Node = failed.Node,
            ErrorType = failed.ErrorType,
        }),
        TaskReopened reopened => Report(
            before, reopened.Task, progress => progress with { Done = false, Output = "", OutputBytes = 0 }),
        _ => throw new InvalidOperationException($"Job '{before.Job}': {@event.GetType().Name} reports no task."),
    };

    private static JobState Submitted(JobState? state, JobSubmitted submitted) => new(
        submitted.Job, submitted.Application, submitted.Version, submitted.Demand, [.. submitted.Tasks],
        submitted.Parameters.ToImmutableSortedDictionary(StringComparer.Ordinal),
        JobLifecycle.Table.After(state?.Status, JobTrigger.Submitted, submitted.Job), Epoch: 0,
        Reused(submitted.Rerun), Pointer: "", Reason: "", ErrorType: "", Frames: 0, submitted.OccurredAt,
        EndedAt: null) { Rerun = submitted.Rerun };

    // What an earlier run computed is done without an attempt; should its bytes be gone, the task is reopened, and its
    // first attempt is number 1.
    private static ImmutableSortedDictionary<TaskId, TaskProgress> Reused(RerunOf? rerun) =>
        (rerun?.Reused ?? []).ToImmutableSortedDictionary(task => task.Task, task => TaskProgress.None with
        {
            Done = true,
            Node = task.Node,
            Output = task.Output,
            OutputBytes = task.OutputBytes,
        });

    private static JobState Move(JobState state, JobTrigger trigger) =>
        state with { Status = JobLifecycle.Table.After(state.Status, trigger, state.Job) };

    private static JobState End(JobState state, JobTrigger trigger, DateTimeOffset at) =>
        Move(state, trigger) with { EndedAt = at, Pointer = "", Reason = "" };

    private static JobState Report(JobState state, TaskId task, Func<TaskProgress, TaskProgress> change) =>
        Move(state, JobTrigger.TaskReported) with
        {
            Progress = state.Progress.SetItem(task, change(state.ProgressOf(task))),
        };

    private static int Newer(JobState state, JobPlanned planned) =>
        planned.Epoch > state.Epoch
            ? planned.Epoch
            : throw new InvalidOperationException(
                $"The history of job '{state.Job}' goes from epoch {state.Epoch} to {planned.Epoch}; it must grow.");
}
