using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <content>What workers call.</content>
internal sealed partial class WorkflowEngine
{
    /// <summary>Connects a worker; it gets work from now on.</summary>
    public WorkerStream Connect(string appId, GetWorkItemsRequest request)
    {
        var fetches = request.Capabilities.Contains(WorkerCapability.HistoryStreaming);
        var stream = new WorkerStream(appId, request.KeepsRuns, fetches);
        lock (_gate)
        {
            ThrowIfOver();
            _dispatcher.Attach(stream);
            _logger.WorkerConnected(appId, _dispatcher.CountStreams(appId));
            // A new worker may bring the version that stalled instances wait for.
            foreach (var entry in _entries.Values.Where(item =>
                item.State.AppId == appId && item.State.Status == OrchestrationStatus.Stalled))
            {
                Unstall(entry);
            }
        }

        return stream;
    }

    /// <summary>Disconnects a worker; what it had goes to others at once.</summary>
    public void Disconnect(WorkerStream stream)
    {
        lock (_gate)
        {
            stream.Close(null);
            var lost = _dispatcher.Detach(stream).Where(ticket => !ticket.Cancelled).ToList();
            _logger.WorkerLeft(stream.AppId, lost.Count);
            foreach (var ticket in lost.Where(_ => _over is null))
            {
                DispatchAgain(ticket);
            }
        }
    }

    /// <summary>Takes a worker's answer to a turn. The task ends when its consequences are durable.</summary>
    /// <exception cref="GrpcException">
    /// FailedPrecondition: the answer does not fit the turn; the turn is dispatched again.
    /// </exception>
    public Task CompleteTurn(WorkflowResponse answer)
    {
        lock (_gate)
        {
            ThrowIfOver();
            var ticket = _dispatcher.Find(answer.CompletionToken, answer.InstanceId, taskId: null) as TurnTicket;
            if (ticket is null || ticket.Cancelled || ticket.Entry.Turn != ticket)
            {
                if (ticket is not null)
                {
                    _dispatcher.Release(ticket);
                }

                _logger.LateAnswer(answer.InstanceId, "no such turn is open");
                return Task.CompletedTask;
            }

            var entry = ticket.Entry;
            var decision = answer.Actions.Count > _options.MaxActionsPerTurn
                ? TurnDecision.Refused($"{answer.Actions.Count} actions exceed the limit {_options.MaxActionsPerTurn}")
                : TurnDecider.Decide(entry.State, answer, _clock.GetUtcNow());
            if (decision.RefusedBecause is { } reason)
            {
                throw Refuse(ticket, reason);
            }

            entry.Turn = null;
            if (decision.Stalled)
            {
                entry.State.Turn = null;
                InstanceEvolver.Move(entry.State, LifecycleTrigger.Stall);
                Touch(entry);
            }
            else
            {
                // Before the next turn is made, which may go on from this answer.
                NoteAnswer(ticket, decision, shown: entry.State.Turn!.InboxCount);
                Carry(entry, decision);
            }

            // Only now: the freed place may go to the turn that follows, or to what it released.
            _dispatcher.Release(ticket);
            return entry.Durable;
        }
    }

    /// <summary>
    /// Takes a worker's answer to an activity. The task ends when it is durable. Duplicates are ignored.
    /// </summary>
    public Task CompleteActivity(ActivityResponse answer)
    {
        lock (_gate)
        {
            ThrowIfOver();
            if (_dispatcher.Find(answer.CompletionToken, answer.InstanceId, answer.TaskId) is { } held)
            {
                _dispatcher.Release(held);
            }

            if (!_entries.TryGetValue(answer.InstanceId, out var entry) || entry.State.IsTerminal
                || !entry.State.Activities.TryGetValue(answer.TaskId, out var activity)
                || (answer.CompletionToken.Length > 0
                    && answer.CompletionToken != ActivityTicket.TokenOf(entry.State, answer.TaskId)))
            {
                _logger.LateAnswer(answer.InstanceId, $"activity {answer.TaskId} does not wait for it");
                // If the answer that won is not durable yet, neither is what this one is told.
                return entry?.Durable ?? Task.CompletedTask;
            }

            var now = _clock.GetUtcNow();
            var item = answer.FailureDetails is { } failure
                ? HistoryEvents.TaskFailed(activity, failure, now)
                : HistoryEvents.TaskCompleted(activity, answer.Result, now);
            return Settle(entry, activity, item);
        }
    }

    private Task Settle(InstanceEntry entry, PendingActivity activity, HistoryEvent item)
    {
        if (entry.Activities.Remove(activity.TaskId, out var ticket))
        {
            ticket.Cancelled = true;
        }

        return Arrive(entry, item);
    }

    private GrpcException Refuse(TurnTicket ticket, string reason)
    {
        _logger.AnswerRefused(ticket.InstanceId, reason);
        _dispatcher.Release(ticket);
        ticket.LastProblem = $"its worker's answer was refused: {reason}";
        ticket.Written = true;
        DispatchAgain(ticket);
        return new GrpcException(
            GrpcStatus.FailedPrecondition, $"The answer for the instance {ticket.InstanceId} was refused: {reason}.");
    }

    /// <summary>
    /// Dispatches lost work again, or gives up on it: it must not take down worker after worker for ever.
    /// </summary>
    private void DispatchAgain(WorkTicket ticket)
    {
        ticket.Losses += ticket.Written ? 1 : 0;
        if (ticket.Losses <= _options.MaxLostDeliveries)
        {
            _dispatcher.Requeue(ticket);
            return;
        }

        _logger.ItemAbandoned(ticket.ToString() ?? ticket.Token, ticket.Losses);
        var problem = $"The sidecar gave up on {ticket} after {ticket.Losses} deliveries: {ticket.LastProblem}.";
        var failed = Completion.Failed("WorkItemAbandoned", problem);
        var now = _clock.GetUtcNow();
        switch (ticket)
        {
            case TurnTicket turn:
                Carry(turn.Entry, TurnDecider.End(turn.Entry.State, null, failed, now));
                break;
            case ActivityTicket activity when _entries.TryGetValue(activity.InstanceId, out var entry):
                Settle(entry, activity.Activity, HistoryEvents.TaskFailed(activity.Activity, failed.Failure!, now));
                break;
            default:
                break;
        }
    }

    /// <summary>Notes whose answer ends the history, where it shows all that the worker saw.</summary>
    private static void NoteAnswer(TurnTicket ticket, TurnDecision decision, int shown) =>
        ticket.Entry.Answered = decision.NextStart is null && decision.Taken == shown && ticket.Holder is { } by
            ? (ticket.Token, by)
            : null;

    private void Unstall(InstanceEntry entry)
    {
        InstanceEvolver.Move(entry.State, LifecycleTrigger.Turned);
        Touch(entry);
        ScheduleTurn(entry);
    }
}
