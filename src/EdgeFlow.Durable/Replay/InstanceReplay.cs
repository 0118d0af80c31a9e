using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>
/// One run of an instance's code over its history: events go in one by one, after each the code runs as far as it can,
/// and in the end there are the actions that the history does not confirm. A pure function of the events.
/// </summary>
internal sealed class InstanceReplay(string instanceId, WorkflowRegistry registry)
{
    private readonly TurnScheduler _scheduler = new();
    private readonly OperationTable _operations = new();
    private readonly RunOutcome _outcome = new();
    private readonly Queue<HistoryEvent> _held = new();
    private ReplayContext? _context;
    private bool _suspended;
    private bool _broken;

    public string InstanceId => instanceId;

    public DateTimeOffset CurrentTime { get; private set; }

    public bool IsReplaying { get; private set; }

    public Payloads Payloads => registry.Payloads;

    /// <summary>Is told of each recorded step that the code asked for too.</summary>
    public Action<HistoryEvent, Step>? Confirmed { get; init; }

    /// <summary>Why the history does not fit the code; null while it fits.</summary>
    public Exception? Misfit { get; private set; }

    public StepLedger Steps { get; } = new(instanceId);

    public EventInbox Inbox { get; } = new();

    /// <summary>Whether further events may come: the code has begun and not ended.</summary>
    public bool CanContinue => _context is not null && !_outcome.HasEnded;

    /// <summary>Runs the code over the history and the new events and gives what it asks for then.</summary>
    public static WorkflowResponse Execute(
        string instanceId,
        WorkflowRegistry registry,
        IReadOnlyList<HistoryEvent> past,
        IReadOnlyList<HistoryEvent> fresh) => new InstanceReplay(instanceId, registry).Begin(past, fresh);

    /// <summary>Runs the code over the history and the new events; once, before anything else.</summary>
    public WorkflowResponse Begin(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        Feed(past, replaying: true);
        Feed(fresh, replaying: false);
        return End();
    }

    /// <summary>
    /// Goes on with new events, where the history confirms exactly what the last turn asked for. Gives what a replay
    /// of all of it would.
    /// </summary>
    public WorkflowResponse Continue(IReadOnlyList<HistoryEvent> fresh)
    {
        Steps.ConfirmSent();
        Feed(fresh, replaying: false);
        return End();
    }

    /// <summary>Refuses a call that does not come from the code of the workflow.</summary>
    public void CheckCaller()
    {
        if (!_scheduler.IsOwner)
        {
            _scheduler.NoteForeign();
            throw new ForeignAwaitException(instanceId, "used its context from another thread");
        }
    }

    /// <summary>Adds a step and the operation that its completion will end.</summary>
    public Task<T> Start<T>(Step step, string? executionId, CancellationToken cancel = default)
    {
        var readsResult = typeof(T) != typeof(Ignored);
        var operation = new DurableOperation<T>(step.ToString(), readsResult ? Payloads : null)
        {
            ExecutionId = executionId,
        };
        var id = Steps.Add(step);
        _operations.Add(id, step.Name, operation);
        operation.Giveup = OnGiveUp(
            operation,
            () =>
            {
                _operations.Forget(id);
                Steps.Cancel(id);
            },
            cancel);
        return operation.Task;
    }

    /// <summary>Cancels an operation when the workflow's own code cancels its token.</summary>
    public CancellationTokenRegistration OnGiveUp(
        DurableOperation operation, Action forget, CancellationToken cancel) =>
        !cancel.CanBeCanceled ? default : cancel.UnsafeRegister(
            _ =>
            {
                if (!_scheduler.IsOwner)
                {
                    // A clock or another thread cancelled the token: nothing of that is recorded.
                    _scheduler.NoteForeign();
                    return;
                }

                forget();
                operation.Cancel(cancel);
            },
            null);

    private void Feed(IReadOnlyList<HistoryEvent> events, bool replaying)
    {
        if (_broken)
        {
            return;
        }

        IsReplaying = replaying;
        try
        {
            _scheduler.Run(() =>
            {
                foreach (var next in events)
                {
                    Process(next);
                    _scheduler.Drain();
                }
            });
        }
        catch (Exception failure)
        {
            // What comes out here is a history that does not fit, or an exception of an async void in the code.
            // Either one ends the instance, whatever its code has come to.
            _broken = true;
            Misfit = failure;
            _outcome.Overrule(FailureMapping.ToWire(failure));
        }
    }

    private WorkflowResponse End()
    {
        if (!_outcome.HasEnded && _context is not null && Misuse() is { } misuse)
        {
            _outcome.Fail(FailureMapping.ToWire(new ForeignAwaitException(instanceId, misuse)));
        }

        var response = new WorkflowResponse { InstanceId = instanceId, CustomStatus = _context?.CustomStatus };
        _outcome.WriteTo(response, this, registry.AppId, _context?.NextRun?.KeepEvents ?? false);
        return response;
    }

    private string? Misuse()
    {
        if (_scheduler.SawForeign)
        {
            return "went on outside of its own thread of control";
        }

        var canWake = _suspended || _operations.Count > 0 || Inbox.Waiting > 0;
        return canWake ? null : "waits for something that no recorded event can bring";
    }

    private void Process(HistoryEvent next)
    {
        switch (next.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.WorkflowStarted:
                Advance(next.Timestamp?.ToDateTimeOffset());
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                Begin(next);
                break;
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                Confirm(next, StepKind.Activity, next.TaskScheduled.Name);
                _operations.Adopt(next.EventId, next.TaskScheduled.TaskExecutionId);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                Confirm(next, StepKind.Timer, "");
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated:
                Confirm(next, StepKind.Child, next.ChildWorkflowInstanceCreated.Name);
                break;
            case HistoryEvent.EventTypeOneofCase.EventSent:
                Confirm(next, StepKind.SendEvent, next.EventSent.Name);
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionTerminated:
                _outcome.Complete(OrchestrationStatus.Terminated, next.ExecutionTerminated.Input);
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionSuspended:
                _suspended = true;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionResumed:
                Resume();
                break;
            default:
                HoldOrDeliver(next);
                break;
        }
    }

    private void Confirm(HistoryEvent recorded, StepKind kind, string name)
    {
        // Without code there is nothing to compare with; the instance ends with that.
        if (_context is not null)
        {
            var step = Steps.Confirm(recorded.EventId, kind, name);
            Confirmed?.Invoke(recorded, step);
        }
    }

    private void Begin(HistoryEvent started)
    {
        if (_context is not null || _outcome.HasEnded)
        {
            return;
        }

        var execution = started.ExecutionStarted;
        var at = started.Timestamp?.ToDateTimeOffset() ?? default;
        Advance(at);
        if (!registry.TryFind(execution.Name, out var code))
        {
            _outcome.Fail(FailureMapping.ToWire(
                "WorkflowNotRegistered", $"this worker knows no workflow '{execution.Name}'", isNonRetriable: true));
            return;
        }

        _context = new ReplayContext(this, execution.Name, new RunIdentity(instanceId, at));
        _ = RunCode(code!, _context, execution.Input);
    }

    private async Task RunCode(WorkflowCode code, ReplayContext context, string? input)
    {
        try
        {
            var output = await code(context, input);
            if (context.NextRun is { } next)
            {
                _outcome.Complete(OrchestrationStatus.ContinuedAsNew, Payloads.Write(next.Input));
            }
            else
            {
                _outcome.Complete(OrchestrationStatus.Completed, output);
            }
        }
        catch (Exception failure)
        {
            // Whatever leaves the code of a workflow is its outcome.
            _outcome.Fail(FailureMapping.ToWire(failure));
        }
    }

    private void Resume()
    {
        _suspended = false;
        while (!_suspended && _held.TryDequeue(out var held))
        {
            Deliver(held);
            _scheduler.Drain();
        }
    }

    private void HoldOrDeliver(HistoryEvent next)
    {
        if (_suspended)
        {
            _held.Enqueue(next);
        }
        else
        {
            Deliver(next);
        }
    }

    private void Deliver(HistoryEvent next)
    {
        if (next.EventTypeCase == HistoryEvent.EventTypeOneofCase.EventRaised)
        {
            Inbox.Arrive(next, meetWaits: !_outcome.HasEnded);
        }
        else if (!_outcome.HasEnded)
        {
            // A timer never fires early for the code, however far apart the clocks of the machines are.
            Advance(next.TimerFired?.FireAt?.ToDateTimeOffset());
            _operations.Deliver(next);
        }
    }

    private void Advance(DateTimeOffset? to)
    {
        if (to > CurrentTime)
        {
            CurrentTime = to.Value;
        }
    }
}
