using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>
/// Decides about reports on tasks. They arrive at least once, late and out of order: what repeats a known fact changes
/// nothing, what contradicts one or comes from an older epoch is rejected.
/// </summary>
internal static class TaskReports
{
    /// <summary>Highest attempt number.</summary>
    public const int MaxAttempt = 1_000_000;

    public static Decision Decide(JobState state, JobCommand command) => command switch
    {
        CompleteTask complete => Complete(state, complete),
        FailTask fail => Fail(state, fail),
        ReopenTask reopen => Reopen(state, reopen),
        _ => throw new InvalidOperationException(
            $"Job '{state.Job}': {command.GetType().Name} is no report on a task."),
    };

    private static Decision Complete(JobState state, CompleteTask report)
    {
        var progress = state.ProgressOf(report.Task);
        var isRepeated = progress.LastAttempt == report.Attempt && !progress.LastFailed && progress.LastAttempt > 0;
        if (isRepeated)
        {
            return Decision.Nothing;
        }

        if (Refused(state, report.Task, report.Epoch) is { } rejected)
        {
            return rejected;
        }

        if (progress.Done)
        {
            return Decision.Nothing;
        }

        if (report.OutputBytes < 0 || !double.IsFinite(report.ElapsedMs) || report.ElapsedMs < 0)
        {
            return Decision.Reject(
                RejectionCodes.BadValue,
                    $"Task '{report.Task}' of job '{state.Job}': size and time must be finite and not negative.");
        }

        if (report.ModelHash is { } model && !RerunRules.IsHash(model))
        {
            return Decision.Reject(
                RejectionCodes.BadValue,
                $"Task '{report.Task}' of job '{state.Job}': the model's hash must be SHA-256 in lower-case hex.");
        }

        return WrongAttempt(state, report.Task, report.Attempt) ?? Decision.Of(new TaskCompleted(
            state.Job, report.Task, report.Attempt, report.Epoch, report.Node, EventText.Clean(report.Output),
            report.OutputBytes, report.ElapsedMs, report.OccurredAt)
        {
            ModelHash = report.ModelHash,
        });
    }

    private static Decision Fail(JobState state, FailTask report)
    {
        var progress = state.ProgressOf(report.Task);
        if (progress.LastFailed && progress.LastAttempt == report.Attempt)
        {
            return Decision.Nothing;
        }

        if (Refused(state, report.Task, report.Epoch) is { } rejected)
        {
            return rejected;
        }

        if (progress.Done)
        {
            return Decision.Reject(
                RejectionCodes.StaleAttempt,
                $"Task '{report.Task}' of job '{state.Job}' is done by attempt {progress.LastAttempt}: "
                + $"attempt {report.Attempt} cannot fail it.");
        }

        return WrongAttempt(state, report.Task, report.Attempt) ?? Decision.Of(new TaskFailed(
            state.Job, report.Task, report.Attempt, report.Epoch, report.Node, EventText.Clean(report.ErrorType),
            EventText.Clean(report.Reason), report.OccurredAt));
    }

    private static Decision Reopen(JobState state, ReopenTask reopen)
    {
        if (Refused(state, reopen.Task, reopen.Epoch) is { } rejected)
        {
            return rejected;
        }

        return state.ProgressOf(reopen.Task).Done
            ? Decision.Of(new TaskReopened(
                state.Job, reopen.Task, reopen.Epoch, EventText.Clean(reopen.Reason), reopen.OccurredAt))
            : Decision.Nothing;
    }

    private static Rejected? Refused(JobState state, TaskId task, int epoch)
    {
        if (state.IsEnded)
        {
            return JobDecider.NotAllowed(state, JobTrigger.TaskReported);
        }

        if (!state.Tasks.Contains(task))
        {
            return new Rejected(RejectionCodes.Unknown, $"Job '{state.Job}' has no task '{task}'.");
        }

        return JobDecider.WrongEpoch(state, epoch) ?? JobDecider.NotAllowed(state, JobTrigger.TaskReported);
    }

    private static Rejected? WrongAttempt(JobState state, TaskId task, int attempt)
    {
        var last = state.ProgressOf(task).LastAttempt;
        if (attempt is < 1 or > MaxAttempt)
        {
            return new Rejected(
                RejectionCodes.BadValue,
                    $"Task '{task}' of job '{state.Job}': attempt {attempt} is not within 1 to {MaxAttempt}.");
        }

        return attempt > last
            ? null
            : new Rejected(
                RejectionCodes.StaleAttempt,
                    $"Task '{task}' of job '{state.Job}': attempt {last} has ended; attempt {attempt} is too late.");
    }
}
