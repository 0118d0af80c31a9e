using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// A new instance that begins with the past of an ended one: everything before a chosen activity, timer or child.
/// What the past had scheduled and not completed, the chosen action among it, is done again. Pure.
/// </summary>
internal sealed class RerunPlan
{
    private RerunPlan(string instanceId, ExecutionStartedEvent start, IReadOnlyList<HistoryEvent> history)
    {
        InstanceId = instanceId;
        Start = start;
        History = history;
    }

    /// <summary>The new instance's id.</summary>
    public string InstanceId { get; }

    /// <summary>Its first event.</summary>
    public ExecutionStartedEvent Start { get; }

    /// <summary>Its history at birth.</summary>
    public IReadOnlyList<HistoryEvent> History { get; }

    /// <summary>The children that must be created again.</summary>
    public IEnumerable<InstanceRequested> Children(InstanceState state) => History
        .Where(item => item.ChildWorkflowInstanceCreated is not null && state.Children.ContainsKey(item.EventId))
        .Select(item => ChildRequests.For(state, item));

    /// <summary>Makes the plan, or tells why there is none.</summary>
    /// <param name="source">The whole history of an ended instance.</param>
    /// <param name="request">Which action, the new ids, and a new input for it.</param>
    /// <param name="newInstanceId">The id of the new instance.</param>
    /// <param name="problem">Why not, when the result is null.</param>
    public static RerunPlan? Make(
        IReadOnlyList<HistoryEvent> source,
        RerunWorkflowFromEventRequest request,
        string newInstanceId,
        out string problem)
    {
        var at = source.ToList().FindIndex(item => item.EventId == request.EventID && IsAction(item));
        if (at < 0)
        {
            problem = $"The instance {request.SourceInstanceID} has no activity, timer or child "
                + $"with the event id {request.EventID}.";
            return null;
        }

        if (request.OverwriteInput && source[at].TimerCreated is not null)
        {
            problem = $"The event {request.EventID} is a timer; a timer has no input to overwrite.";
            return null;
        }

        var history = Prefix(source, at).ConvertAll(item => item.Clone());
        var started = history.Find(item => item.ExecutionStarted is not null);
        if (started is null)
        {
            problem = $"The history of {request.SourceInstanceID} does not begin with a start.";
            return null;
        }

        started.ExecutionStarted.WorkflowInstance = new WorkflowInstance
        {
            InstanceId = newInstanceId,
            ExecutionId = newInstanceId,
        };
        // A rerun answers to nobody: its parent, if it had one, has long had its answer.
        started.ExecutionStarted.ParentInstance = null;
        Redo(history, history[at], request, newInstanceId);
        problem = "";
        return new RerunPlan(newInstanceId, started.ExecutionStarted, history);
    }

    /// <summary>
    /// The past up to the chosen action, and the other actions of the same turn, which stand beside it.
    /// </summary>
    private static List<HistoryEvent> Prefix(IReadOnlyList<HistoryEvent> source, int at)
    {
        var end = at + 1;
        while (end < source.Count && IsAction(source[end]))
        {
            end++;
        }

        return source.Take(end).ToList();
    }

    private static void Redo(
        List<HistoryEvent> history, HistoryEvent chosen, RerunWorkflowFromEventRequest request, string newInstanceId)
    {
        var origin = new RerunParentInstanceInfo { InstanceID = request.SourceInstanceID };
        switch (chosen.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                chosen.TaskScheduled.RerunParentInstanceInfo = origin;
                chosen.TaskScheduled.Input = request.OverwriteInput ? request.Input : chosen.TaskScheduled.Input;
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                chosen.TimerCreated.RerunParentInstanceInfo = origin;
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated:
                chosen.ChildWorkflowInstanceCreated.RerunParentInstanceInfo = origin;
                chosen.ChildWorkflowInstanceCreated.Input =
                    request.OverwriteInput ? request.Input : chosen.ChildWorkflowInstanceCreated.Input;
                break;
            default:
                break;
        }

        RenameOpenChildren(history, chosen, request, newInstanceId);
    }

    /// <summary>A child that runs again needs an id of its own: the old one belongs to the old child.</summary>
    private static void RenameOpenChildren(
        List<HistoryEvent> history, HistoryEvent chosen, RerunWorkflowFromEventRequest request, string newInstanceId)
    {
        var ended = history
            .Select(item => item.ChildWorkflowInstanceCompleted?.TaskScheduledId
                ?? item.ChildWorkflowInstanceFailed?.TaskScheduledId)
            .ToHashSet();
        foreach (var item in history.Where(item =>
            item.ChildWorkflowInstanceCreated is not null && !ended.Contains(item.EventId)))
        {
            item.ChildWorkflowInstanceCreated.InstanceId =
                ReferenceEquals(item, chosen) && request.HasNewChildWorkflowInstanceID
                    ? request.NewChildWorkflowInstanceID
                    : $"{newInstanceId}:{item.EventId:x4}";
        }
    }

    private static bool IsAction(HistoryEvent item) => item.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.TaskScheduled
        or HistoryEvent.EventTypeOneofCase.TimerCreated
        or HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated;
}
