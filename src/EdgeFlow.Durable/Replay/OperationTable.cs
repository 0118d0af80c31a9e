using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>The operations that recorded completions will end, by the number of their step.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<int, (string Name, DurableOperation Operation)> _open = [];

    /// <summary>The operations that have not ended.</summary>
    public int Count => _open.Count;

    public void Add(int id, string name, DurableOperation operation) => _open.Add(id, (name, operation));

    public void Forget(int id) => _open.Remove(id);

    /// <summary>
    /// Takes the recorded id of an activity's call for its own: a rerun has the past of another instance, whose calls
    /// were named after that one.
    /// </summary>
    public void Adopt(int id, string executionId)
    {
        if (executionId.Length > 0 && _open.TryGetValue(id, out var open))
        {
            open.Operation.ExecutionId = executionId;
        }
    }

    /// <summary>
    /// Ends the operation that a completion names. One that names none is a duplicate, or came for a timer that was
    /// given up or for an earlier run of the instance: the protocol delivers at least once, so it is passed over.
    /// </summary>
    public void Deliver(HistoryEvent completion)
    {
        switch (completion.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskCompleted:
                var done = completion.TaskCompleted;
                Take(done.TaskScheduledId, done.TaskExecutionId).Operation?.Succeed(done.Result);
                break;
            case HistoryEvent.EventTypeOneofCase.TaskFailed:
                var failed = completion.TaskFailed;
                Fail(failed.TaskScheduledId, failed.TaskExecutionId, failed.FailureDetails);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted:
                var childDone = completion.ChildWorkflowInstanceCompleted;
                Take(childDone.TaskScheduledId, "").Operation?.Succeed(childDone.Result);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed:
                var childFailed = completion.ChildWorkflowInstanceFailed;
                Fail(childFailed.TaskScheduledId, "", childFailed.FailureDetails);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerFired:
                Take(completion.TimerFired.TimerId, "").Operation?.Succeed(null);
                break;
            default:
                // Kinds that this version does not know carry nothing that its code could wait for.
                break;
        }
    }

    private void Fail(int id, string executionId, TaskFailureDetails details)
    {
        var (name, operation) = Take(id, executionId);
        operation?.Fail(new TaskFailedException(name, id, FailureMapping.FromWire(details)));
    }

    private (string Name, DurableOperation? Operation) Take(int id, string executionId)
    {
        if (!_open.TryGetValue(id, out var open)
            || (executionId.Length > 0 && open.Operation.ExecutionId is { } own && own != executionId))
        {
            return ("", null);
        }

        _open.Remove(id);
        return open;
    }
}
