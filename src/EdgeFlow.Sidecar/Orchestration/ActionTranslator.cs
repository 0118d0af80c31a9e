using System.Globalization;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// Translates the actions of one answer into history events and effects. Every action id becomes an event id.
/// </summary>
internal sealed class ActionTranslator(InstanceState state, TurnDecision decision, DateTimeOffset now)
{
    private readonly Timestamp _now = Timestamp.FromDateTimeOffset(now);

    /// <summary>
    /// Translates one action. After the first completion of the answer further completions are ignored.
    /// </summary>
    public void Translate(WorkflowAction action)
    {
        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                ScheduleActivity(action, action.ScheduleTask);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                CreateTimer(action, action.CreateTimer);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow:
                CreateChild(action, action.CreateChildWorkflow);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateDetachedWorkflow:
                CreateDetached(action, action.CreateDetachedWorkflow);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.SendEvent:
                SendEvent(action, action.SendEvent);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.TerminateWorkflow:
                var request = action.TerminateWorkflow;
                var post = HistoryEvents.Terminated(request.Reason, request.Recurse, now);
                decision.Effects.Add(new EventPosted(request.InstanceId, post));
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow when decision.Completion is null:
                Complete(action, action.CompleteWorkflow);
                break;
            default:
                break;
        }
    }

    private void ScheduleActivity(WorkflowAction action, ScheduleTaskAction schedule)
    {
        var item = Confirm(action);
        item.Router = Route(schedule.Router ?? action.Router);
        item.TaskScheduled = new TaskScheduledEvent
        {
            Name = schedule.Name,
            Version = schedule.Version,
            Input = schedule.Input,
            TaskExecutionId = schedule.TaskExecutionId,
            ParentTraceContext = state.Start.ParentTraceContext,
        };
        if (schedule.HasHistoryPropagationScope)
        {
            item.TaskScheduled.HistoryPropagationScope = schedule.HistoryPropagationScope;
        }

        var target = item.Router is { HasTargetAppID: true } router ? router.TargetAppID : state.AppId;
        decision.Effects.Add(new ActivityScheduled(new PendingActivity(action.Id, item.TaskScheduled, target)));
    }

    private void CreateTimer(WorkflowAction action, CreateTimerAction timer)
    {
        var item = Confirm(action);
        var created = new TimerCreatedEvent { FireAt = timer.FireAt ?? _now };
        if (timer.HasName)
        {
            created.Name = timer.Name;
        }

        switch (timer.OriginCase)
        {
            case CreateTimerAction.OriginOneofCase.CreateTimer:
                created.CreateTimer = timer.CreateTimer;
                break;
            case CreateTimerAction.OriginOneofCase.ExternalEvent:
                created.ExternalEvent = timer.ExternalEvent;
                break;
            case CreateTimerAction.OriginOneofCase.ActivityRetry:
                created.ActivityRetry = timer.ActivityRetry;
                break;
            case CreateTimerAction.OriginOneofCase.ChildWorkflowRetry:
                created.ChildWorkflowRetry = timer.ChildWorkflowRetry;
                break;
            default:
                break;
        }

        item.TimerCreated = created;
        decision.Effects.Add(new TimerArmed(action.Id, created.FireAt.ToDateTimeOffset()));
    }

    private void CreateChild(WorkflowAction action, CreateChildWorkflowAction child)
    {
        // The generated id is the one that Dapr gives, so that tools which guess it find the child.
        var childId = child.InstanceId.Length > 0
            ? child.InstanceId
            : string.Create(CultureInfo.InvariantCulture, $"{state.InstanceId}:{action.Id:x4}");
        var item = Confirm(action);
        item.Router = Route(child.Router ?? action.Router);
        item.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
        {
            InstanceId = childId,
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = state.Start.ParentTraceContext,
        };
        decision.Effects.Add(ChildRequests.For(state, item));
    }

    private void CreateDetached(WorkflowAction action, CreateDetachedWorkflowAction detached)
    {
        var item = Confirm(action);
        item.Router = Route(detached.Router ?? action.Router);
        item.DetachedWorkflowInstanceCreated =
            new DetachedWorkflowInstanceCreatedEvent { InstanceId = detached.InstanceId };
        var start = new ExecutionStartedEvent
        {
            Name = detached.Name,
            Version = detached.Version,
            Input = detached.Input,
            ScheduledStartTimestamp = detached.ScheduledStartTimestamp,
            ParentTraceContext = detached.ParentTraceContext,
            WorkflowInstance = new WorkflowInstance
            {
                InstanceId = detached.InstanceId,
                ExecutionId = detached.ExecutionId,
            },
        };
        start.Tags.Add(detached.Tags);
        var target = item.Router is { HasTargetAppID: true } router ? router.TargetAppID : state.AppId;
        decision.Effects.Add(new InstanceRequested(start, target));
    }

    private void SendEvent(WorkflowAction action, SendEventAction send)
    {
        var item = Confirm(action);
        var target = send.Instance?.InstanceId ?? "";
        item.EventSent = new EventSentEvent { InstanceId = target, Name = send.Name, Input = send.Data };
        decision.Effects.Add(new EventPosted(target, HistoryEvents.Raised(send.Name, send.Data, now)));
    }

    private void Complete(WorkflowAction action, CompleteWorkflowAction end)
    {
        if (end.WorkflowStatus == OrchestrationStatus.ContinuedAsNew)
        {
            var next = state.Start.Clone();
            next.Input = end.Result;
            next.ScheduledStartTimestamp = null;
            next.Version = end.NewVersion ?? next.Version;
            next.WorkflowInstance = new WorkflowInstance
            {
                InstanceId = state.InstanceId,
                ExecutionId = string.Create(CultureInfo.InvariantCulture, $"{state.Key:x}.{state.Generation + 1}"),
            };
            decision.NextStart = next;
            decision.Carryover.AddRange(end.CarryoverEvents);
            return;
        }

        var status = InstanceLifecycle.IsTerminal(end.WorkflowStatus)
            ? end.WorkflowStatus
            : OrchestrationStatus.Completed;
        var completion = new Completion(status, end.Result, end.FailureDetails);
        decision.Complete(state, completion, HistoryEvents.Ended(completion, now, action.Id), now);
    }

    private HistoryEvent Confirm(WorkflowAction action)
    {
        var item = new HistoryEvent { EventId = action.Id, Timestamp = _now };
        decision.Events.Add(item);
        return item;
    }

    private TaskRouter? Route(TaskRouter? asked)
    {
        if (asked is not { HasTargetAppID: true })
        {
            return null;
        }

        var route = asked.Clone();
        route.SourceAppID = state.AppId;
        return route;
    }
}
