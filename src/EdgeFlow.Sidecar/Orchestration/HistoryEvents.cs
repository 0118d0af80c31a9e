using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>Makes the events that the sidecar itself writes. Events that confirm no action carry event id -1.</summary>
internal static class HistoryEvents
{
    private const int NoActionId = -1;

    /// <summary>The first event of every turn; its timestamp is the workflow's clock.</summary>
    public static HistoryEvent TurnStarted(DateTimeOffset now) =>
        With(now, item => item.WorkflowStarted = new WorkflowStartedEvent());

    /// <summary>The first event of an execution.</summary>
    public static HistoryEvent Started(ExecutionStartedEvent start, DateTimeOffset now) =>
        With(now, item => item.ExecutionStarted = start);

    /// <summary>The last event of an instance.</summary>
    public static HistoryEvent Ended(Completion completion, DateTimeOffset now, int actionId = NoActionId)
    {
        var item = With(now, _ => { });
        item.EventId = actionId;
        item.ExecutionCompleted = new ExecutionCompletedEvent
        {
            WorkflowStatus = completion.Status,
            Result = completion.Result,
            FailureDetails = completion.Failure,
        };
        return item;
    }

    /// <summary>An external event.</summary>
    public static HistoryEvent Raised(string name, string? input, DateTimeOffset now) =>
        With(now, item => item.EventRaised = new EventRaisedEvent { Name = name, Input = input });

    /// <summary>A request to end; the input becomes the output.</summary>
    public static HistoryEvent Terminated(string? output, bool recurse, DateTimeOffset now) =>
        With(now, item => item.ExecutionTerminated = new ExecutionTerminatedEvent
        {
            Input = output,
            Recurse = recurse,
        });

    /// <summary>A request to hold.</summary>
    public static HistoryEvent Suspended(string? reason, DateTimeOffset now) =>
        With(now, item => item.ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason });

    /// <summary>A request to go on.</summary>
    public static HistoryEvent Resumed(string? reason, DateTimeOffset now) =>
        With(now, item => item.ExecutionResumed = new ExecutionResumedEvent { Input = reason });

    /// <summary>A timer that is due.</summary>
    public static HistoryEvent TimerFired(int timerId, DateTimeOffset fireAt, DateTimeOffset now) =>
        With(now, item => item.TimerFired = new TimerFiredEvent
        {
            TimerId = timerId,
            FireAt = Timestamp.FromDateTimeOffset(fireAt),
        });

    /// <summary>An activity's result.</summary>
    public static HistoryEvent TaskCompleted(PendingActivity activity, string? result, DateTimeOffset now) =>
        With(now, item => item.TaskCompleted = new TaskCompletedEvent
        {
            TaskScheduledId = activity.TaskId,
            Result = result,
            TaskExecutionId = activity.Scheduled.TaskExecutionId,
        });

    /// <summary>An activity's failure.</summary>
    public static HistoryEvent TaskFailed(PendingActivity activity, TaskFailureDetails failure, DateTimeOffset now) =>
        With(now, item => item.TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = activity.TaskId,
            FailureDetails = failure,
            TaskExecutionId = activity.Scheduled.TaskExecutionId,
        });

    /// <summary>What a child's end looks like to its parent.</summary>
    public static HistoryEvent ChildEnded(int taskScheduledId, Completion completion, DateTimeOffset now)
    {
        if (completion.Status == OrchestrationStatus.Completed)
        {
            return With(now, item => item.ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent
            {
                TaskScheduledId = taskScheduledId,
                Result = completion.Result,
            });
        }

        return With(now, item => item.ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent
        {
            TaskScheduledId = taskScheduledId,
            FailureDetails = completion.Failure ?? new TaskFailureDetails
            {
                ErrorType = $"Workflow{completion.Status}",
                ErrorMessage = $"The child workflow ended with the status {completion.Status}.",
            },
        });
    }

    private static HistoryEvent With(DateTimeOffset now, Action<HistoryEvent> fill)
    {
        var item = new HistoryEvent { EventId = NoActionId, Timestamp = Timestamp.FromDateTimeOffset(now) };
        fill(item);
        return item;
    }
}
