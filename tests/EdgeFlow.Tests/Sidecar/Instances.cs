using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Tests.Sidecar;

/// <summary>Builds instances and answers for the tests of the pure engine.</summary>
internal static class Instances
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static InstanceState New(string id = "order-1", ParentInstanceInfo? parent = null, string app = "shop")
    {
        var start = new ExecutionStartedEvent
        {
            Name = "Ship",
            Input = "1",
            ParentInstance = parent,
            WorkflowInstance = new WorkflowInstance { InstanceId = id, ExecutionId = "e0" },
        };
        var state = new InstanceState(7, id, app, start, Now);
        InstanceEvolver.AppendInbox(state, HistoryEvents.Started(start, Now));
        return state;
    }

    public static InstanceState Started(params WorkflowAction[] firstActions)
    {
        var state = New();
        Turn(state, firstActions);
        return state;
    }

    public static TurnDecision Turn(InstanceState state, params WorkflowAction[] actions) =>
        Turn(state, Answer(actions));

    public static TurnDecision Turn(InstanceState state, WorkflowResponse answer)
    {
        state.Turn = TurnDecider.Open(state, Now);
        state.TurnCount++;
        var decision = TurnDecider.Decide(state, answer, Now);
        if (decision.RefusedBecause is null && !decision.Stalled)
        {
            TurnDecider.Apply(state, decision, Now);
        }

        return decision;
    }

    public static WorkflowResponse Answer(params WorkflowAction[] actions)
    {
        var answer = new WorkflowResponse { InstanceId = "order-1" };
        answer.Actions.AddRange(actions);
        return answer;
    }

    public static WorkflowAction Activity(int id, string name = "Pack", string? targetApp = null)
    {
        var action = new WorkflowAction { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = "2" } };
        if (targetApp is not null)
        {
            action.ScheduleTask.Router = new TaskRouter { TargetAppID = targetApp };
        }

        return action;
    }

    public static WorkflowAction Timer(int id, DateTimeOffset at) => new()
    {
        Id = id,
        CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(at) },
    };

    public static WorkflowAction Child(int id, string childId = "") => new()
    {
        Id = id,
        CreateChildWorkflow = new CreateChildWorkflowAction { Name = "Parcel", InstanceId = childId },
    };

    public static WorkflowAction End(
        int id, OrchestrationStatus status = OrchestrationStatus.Completed, string? result = "\"done\"") => new()
    {
        Id = id,
        CompleteWorkflow = new CompleteWorkflowAction { WorkflowStatus = status, Result = result },
    };

    public static HistoryEvent Raised(string name, string? input = null) => HistoryEvents.Raised(name, input, Now);

    public static void Complete(InstanceState state, int taskId, string result = "3") =>
        InstanceEvolver.AppendInbox(state, HistoryEvents.TaskCompleted(state.Activities[taskId], result, Now));

    public static IReadOnlyList<HistoryEvent> Events(InstanceState state) =>
        state.History.Snapshot().SelectMany(EventLog.Decode).ToList();

    public static IEnumerable<HistoryEvent.EventTypeOneofCase> Kinds(InstanceState state) =>
        Events(state).Select(item => item.EventTypeCase);

    /// <summary>Folds everything that the instance has stored or would store now.</summary>
    public static InstanceState Fold(InstanceState original, IEnumerable<JournalRow> rows)
    {
        var copy = new InstanceState(original.Key, original.InstanceId, original.AppId, original.Start, Now);
        foreach (var row in rows)
        {
            InstanceEvolver.Fold(copy, row);
        }

        return copy;
    }
}
