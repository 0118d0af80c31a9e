using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Durable.Replay;

/// <summary>A step that the code asked for; it becomes an action only when no history confirms it.</summary>
internal sealed class Step
{
    public required StepKind Kind { get; init; }

    /// <summary>The name of the activity, child or event; empty for a timer.</summary>
    public string Name { get; init; } = "";

    /// <summary>The instance id of the child, or of the event's receiver.</summary>
    public string InstanceId { get; init; } = "";

    public string ExecutionId { get; init; } = "";

    public string? TargetApp { get; init; }

    public DateTimeOffset FireAt { get; init; }

    /// <summary>Why a timer was asked for: sets its origin on the wire.</summary>
    public Action<CreateTimerAction>? Origin { get; init; }

    /// <summary>The input that is still to be written, when the step was asked for during a replay.</summary>
    public object? LateInput { get; init; }

    public string? Input { get; init; }

    /// <summary>Whether the code gave the step up before it was confirmed.</summary>
    public bool IsCancelled { get; set; }

    public override string ToString() => Describe(Kind, Name);

    public static string Describe(StepKind kind, string name) => kind switch
    {
        StepKind.Activity => $"activity '{name}'",
        StepKind.Child => $"child workflow '{name}'",
        StepKind.SendEvent => $"sent event '{name}'",
        _ => "timer",
    };

    public WorkflowAction ToWire(int id, string appId, Payloads payloads)
    {
        var input = Input ?? payloads.Write(LateInput);
        var router = TargetApp is null ? null : new TaskRouter { SourceAppID = appId, TargetAppID = TargetApp };
        var action = new WorkflowAction { Id = id, Router = router };
        switch (Kind)
        {
            case StepKind.Activity:
                action.ScheduleTask = new ScheduleTaskAction
                {
                    Name = Name, Input = input, TaskExecutionId = ExecutionId, Router = router?.Clone(),
                };
                break;
            case StepKind.Child:
                action.CreateChildWorkflow = new CreateChildWorkflowAction
                {
                    Name = Name, Input = input, InstanceId = InstanceId, Router = router?.Clone(),
                };
                break;
            case StepKind.SendEvent:
                action.SendEvent = new SendEventAction
                {
                    Name = Name, Data = input, Instance = new WorkflowInstance { InstanceId = InstanceId },
                };
                break;
            default:
                action.CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(FireAt) };
                Origin?.Invoke(action.CreateTimer);
                break;
        }

        return action;
    }
}
