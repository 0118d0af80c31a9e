using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>How a run has ended, if it has: the first end counts.</summary>
internal sealed class RunOutcome
{
    private CompleteWorkflowAction? _completion;

    public bool HasEnded => _completion is not null;

    public void Complete(OrchestrationStatus status, string? result) =>
        _completion ??= new CompleteWorkflowAction { WorkflowStatus = status, Result = result };

    public void Fail(TaskFailureDetails failure) =>
        _completion ??= new CompleteWorkflowAction
        {
            WorkflowStatus = OrchestrationStatus.Failed,
            FailureDetails = failure,
        };

    /// <summary>Fails the run whatever its code has come to, because the code and the history disagree.</summary>
    public void Overrule(TaskFailureDetails failure)
    {
        _completion = null;
        Fail(failure);
    }

    /// <summary>Writes the steps that no history confirms and, last, the end.</summary>
    public void WriteTo(WorkflowResponse response, InstanceReplay run, string appId, bool keepEvents)
    {
        run.Steps.WriteTo(response.Actions, appId, run.Payloads, Outlives);
        if (_completion is null)
        {
            return;
        }

        if (_completion.WorkflowStatus == OrchestrationStatus.ContinuedAsNew && keepEvents)
        {
            _completion.CarryoverEvents.AddRange(run.Inbox.Untaken());
        }

        response.Actions.Add(new WorkflowAction { Id = run.Steps.Next, CompleteWorkflow = _completion });
    }

    // A sent event goes out whatever becomes of its sender. Work that was started and not awaited goes out with the
    // end of the workflow, but not into a new run, whose step numbers its completion would meet.
    private bool Outlives(StepKind kind) => _completion?.WorkflowStatus switch
    {
        null => true,
        OrchestrationStatus.ContinuedAsNew or OrchestrationStatus.Terminated => kind == StepKind.SendEvent,
        _ => kind != StepKind.Timer,
    };
}
