namespace EdgeFlow.Workflows;

/// <summary>Names of the activities that run in the control plane, as they stand in durable histories: never rename
/// one.</summary>
public static class ControlActivities
{
    /// <summary>Job id → <see cref="Control.Runs.JobTurn"/>: what to do next.</summary>
    public const string LoadPlan = "load-plan";

    /// <summary><see cref="Control.Runs.TurnPage"/> → <see cref="Control.Runs.JobTurn"/>: what follows of a turn that
    /// has several pages.</summary>
    public const string LoadPage = "load-page";

    /// <summary><see cref="JobEpoch"/>: every stage of the epoch is hosted.</summary>
    public const string ReportStarted = "report-started";

    /// <summary><see cref="Protocol.Directives.TaskReport"/> → false when the plan has changed: a task
    /// completed.</summary>
    public const string RecordTask = "record-task";

    /// <summary><see cref="Control.Runs.AttemptFailed"/> → <see cref="Control.Runs.NextAttempt"/>.</summary>
    public const string RecordFailure = "record-failure";

    /// <summary><see cref="Control.Runs.AttemptFailed"/>: a kept result does not hold, and is to be computed
    /// again.</summary>
    public const string ReopenKept = "reopen-kept";

    /// <summary>Job id → false when something is still missing: every result is there.</summary>
    public const string CompleteJob = "complete-job";

    /// <summary><see cref="JobFailure"/>: the job cannot go on.</summary>
    public const string FailJob = "fail-job";

    /// <summary>Job id: its stages are stopped after somebody asked to cancel it.</summary>
    public const string CancelledJob = "cancelled-job";
}
