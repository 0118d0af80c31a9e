using EdgeFlow.Durable;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using Duration = System.TimeSpan;

namespace EdgeFlow.Tests.Durable;

/// <summary>
/// The history of one instance, kept as a sidecar keeps it: each turn gets the past and its new events, and the steps
/// that it asks for are appended as events. After every turn each split of the history, and a run
/// kept since the first turn, must give the same actions.
/// </summary>
internal sealed class RecordedRun
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly List<HistoryEvent> _history = [];
    private readonly WorkflowRegistry _registry;
    private InstanceReplay? _kept;
    private DateTimeOffset _now = Start;

    public RecordedRun(WorkflowCode code, string name = "test")
    {
        Payloads = new Payloads(null);
        _registry = new WorkflowRegistry([new KeyValuePair<string, WorkflowCode>(name, code)], "app-1", Payloads);
    }

    public Payloads Payloads { get; }

    public string InstanceId { get; init; } = "job-1";

    public IReadOnlyList<HistoryEvent> History => _history;

    /// <summary>The last action of a turn, when it ended the instance.</summary>
    public CompleteWorkflowAction? End { get; private set; }

    public static RecordedRun Of<TIn, TOut>(Func<WorkflowContext, TIn, Task<TOut>> code) =>
        new(async (context, input) =>
        {
            var payloads = new Payloads(null);
            return payloads.WriteAs(await code(context, payloads.Read<TIn>(input, "the input")));
        });

    public WorkflowResponse Begin(object? input = null, string name = "test") => Turn(new HistoryEvent
    {
        ExecutionStarted = new ExecutionStartedEvent { Name = name, Input = Payloads.Write(input) },
    });

    public WorkflowResponse Turn(params HistoryEvent[] fresh)
    {
        _now += Duration.FromSeconds(1);
        HistoryEvent[] all = [new HistoryEvent { WorkflowStarted = new WorkflowStartedEvent() }, .. fresh];
        foreach (var next in all)
        {
            next.Timestamp = Timestamp.FromDateTimeOffset(_now);
            if (next.EventId == 0)
            {
                next.EventId = -1;
            }
        }

        var response = InstanceReplay.Execute(InstanceId, _registry, _history, all);
        TheKeptRunAgrees(response, all);
        _history.AddRange(all);
        EverySplitAgrees(response);
        Array.ForEach(response.Actions.ToArray(), Append);
        return response;
    }

    public WorkflowResponse Replay(IReadOnlyList<HistoryEvent> past, params HistoryEvent[] fresh) =>
        InstanceReplay.Execute(InstanceId, _registry, past, fresh);

    public HistoryEvent Done(int id, object? result = null) =>
        new() { TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id, Result = Payloads.Write(result) } };

    public static HistoryEvent Failed(int id, string type = "Boom", bool final = false) => new()
    {
        TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = id,
            FailureDetails = new TaskFailureDetails
            {
                ErrorType = type, ErrorMessage = "it broke", IsNonRetriable = final,
            },
        },
    };

    public static HistoryEvent Fired(int id) => new() { TimerFired = new TimerFiredEvent { TimerId = id } };

    public HistoryEvent Raised(string name, object? payload = null) =>
        new() { EventRaised = new EventRaisedEvent { Name = name, Input = Payloads.Write(payload) } };

    // A worker keeps runs between turns: what they do must not differ from a replay either.
    private void TheKeptRunAgrees(WorkflowResponse expected, IReadOnlyList<HistoryEvent> fresh)
    {
        var goesOn = _kept is { CanContinue: true };
        _kept = goesOn ? _kept : new InstanceReplay(InstanceId, _registry);
        var response = goesOn ? _kept!.Continue(fresh) : _kept!.Begin(_history, fresh);
        Assert.Equal(WithoutTraces(expected), WithoutTraces(response));
    }

    private void EverySplitAgrees(WorkflowResponse expected)
    {
        for (var at = 0; at <= _history.Count; at++)
        {
            var again = InstanceReplay.Execute(InstanceId, _registry, _history[..at], _history[at..]);
            Assert.Equal(WithoutTraces(expected), WithoutTraces(again));
        }
    }

    private static WorkflowResponse WithoutTraces(WorkflowResponse response)
    {
        // The stack of a failure depends on how deep the replay was; it is for people only.
        var bare = response.Clone();
        foreach (var action in bare.Actions)
        {
            if (action.CompleteWorkflow?.FailureDetails is { } details)
            {
                details.StackTrace = null;

                // Which symptom of a foreign await is seen first is up to the other thread.
                var isForeign = details.ErrorType == typeof(ForeignAwaitException).FullName;
                details.ErrorMessage = isForeign ? "" : details.ErrorMessage;
            }
        }

        return bare;
    }

    private void Append(WorkflowAction action)
    {
        var next = new HistoryEvent { EventId = action.Id, Timestamp = Timestamp.FromDateTimeOffset(_now) };
        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                next.TaskScheduled = new TaskScheduledEvent { Name = action.ScheduleTask.Name };
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                next.TimerCreated = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt };
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow:
                next.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
                {
                    Name = action.CreateChildWorkflow.Name, InstanceId = action.CreateChildWorkflow.InstanceId,
                };
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.SendEvent:
                next.EventSent = new EventSentEvent { Name = action.SendEvent.Name };
                break;
            default:
                End = action.CompleteWorkflow;
                return;
        }

        _history.Add(next);
    }
}
