using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable;

/// <summary>Compares how a recorded history ends with what the code does at that place. Pure.</summary>
internal static class EndDifference
{
    private const string Nothing = "nothing more";

    /// <summary>How they differ; null where they do not.</summary>
    /// <param name="history">What was recorded.</param>
    /// <param name="response">What the code asks for after all of it.</param>
    public static ReplayDifference? Of(IReadOnlyList<HistoryEvent> history, WorkflowResponse response)
    {
        // A history is stored turn by turn, with all that a turn asked for: more than that is new.
        var further = response.Actions.FirstOrDefault(action => action.CompleteWorkflow is null);
        if (further is not null)
        {
            return new ReplayDifference(further.Id, Nothing, Words(further));
        }

        var now = response.Actions.Select(action => action.CompleteWorkflow).FirstOrDefault(end => end is not null);
        var before = history.LastOrDefault(entry => entry.ExecutionCompleted is not null)?.ExecutionCompleted;
        return (before, now) switch
        {
            (null, null) => null,
            (null, _) => new ReplayDifference(0, "that it goes on", Words(now)),
            (_, null) => new ReplayDifference(0, Words(before), "it waits"),
            _ when IsSame(before, now) => null,
            _ => new ReplayDifference(0, Words(before), Words(now)),
        };
    }

    private static bool IsSame(ExecutionCompletedEvent before, CompleteWorkflowAction now) =>
        before.WorkflowStatus == now.WorkflowStatus
        && (before.WorkflowStatus != OrchestrationStatus.Completed || InputDifference.IsSame(before.Result, now.Result))
        && before.FailureDetails?.ErrorType == now.FailureDetails?.ErrorType
        && before.FailureDetails?.ErrorMessage == now.FailureDetails?.ErrorMessage;

    private static string Words(ExecutionCompletedEvent end) =>
        Words(end.WorkflowStatus, end.Result, end.FailureDetails);

    private static string Words(CompleteWorkflowAction end) =>
        Words(end.WorkflowStatus, end.Result, end.FailureDetails);

    private static string Words(OrchestrationStatus status, string? result, TaskFailureDetails? failure) =>
        failure is null
            ? $"{status} with {result ?? "no result"}"
            : $"{status}: {failure.ErrorType}: {failure.ErrorMessage}";

    private static string Words(WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask => $"activity '{action.ScheduleTask.Name}'",
        WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow =>
            $"child workflow '{action.CreateChildWorkflow.Name}'",
        WorkflowAction.WorkflowActionTypeOneofCase.SendEvent => $"sent event '{action.SendEvent.Name}'",
        _ => "timer",
    };
}
