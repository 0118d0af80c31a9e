using System.Globalization;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <content>What one decision does to the engine and to other instances. All members run under the lock.</content>
internal sealed partial class WorkflowEngine
{
    /// <summary>Applies a decision and everything that follows from it, in the batch of this moment.</summary>
    private void Carry(InstanceEntry first, TurnDecision decided)
    {
        var now = _clock.GetUtcNow();
        // A worklist and not recursion: a termination may run through a tree of any depth.
        var work = new Queue<(InstanceEntry Entry, TurnDecision Decision)>();
        work.Enqueue((first, decided));
        while (work.TryDequeue(out var item))
        {
            var (entry, decision) = item;
            if (entry.State.IsTerminal)
            {
                continue;
            }

            TurnDecider.Apply(entry.State, decision, now);
            DropStaleWork(entry, executionEnded: decision.NextStart is not null || entry.State.IsTerminal);
            foreach (var effect in decision.Effects)
            {
                Perform(entry, decision, effect, now, work);
            }

            var batch = Touch(entry);
            AnswerWaiters(entry, batch);
            if (!entry.State.IsTerminal)
            {
                EnforceHistoryLimit(entry, work, now);
                ScheduleTurn(entry);
            }
        }
    }

    private void Perform(
        InstanceEntry entry,
        TurnDecision decision,
        Effect effect,
        DateTimeOffset now,
        Queue<(InstanceEntry Entry, TurnDecision Decision)> work)
    {
        // What an ended execution scheduled in its last turn has nobody to answer to.
        var executionGoesOn = decision.NextStart is null && !entry.State.IsTerminal;
        switch (effect)
        {
            case ActivityScheduled scheduled when executionGoesOn:
                var ticket = new ActivityTicket(entry.State, scheduled.Activity);
                entry.Activities[scheduled.Activity.TaskId] = ticket;
                Touch(entry).Releases.Add(ticket);
                break;
            case TimerArmed timer when executionGoesOn:
                Arm(timer.FireAt, new TimerQueue.Due(entry, entry.State.Generation, timer.TimerId));
                break;
            case InstanceRequested request:
                CreateFor(entry, request, now);
                break;
            case EventPosted post:
                Post(entry, post, now, work);
                break;
            case ParentNotified news:
                NotifyParent(news);
                break;
            default:
                break;
        }
    }

    private void CreateFor(InstanceEntry creator, InstanceRequested request, DateTimeOffset now)
    {
        var instanceId = request.Start.WorkflowInstance.InstanceId;
        var refusal = instanceId.Length == 0 ? "it has no id"
            : _entries.TryGetValue(instanceId, out var present) && !present.State.IsTerminal ? "its id is in use"
            : null;
        if (refusal is null)
        {
            var entry = Create(request.Start, request.AppId, now);
            Touch(entry);
            ScheduleTurn(entry);
        }
        else if (request.Start.ParentInstance is { } parent && !creator.State.IsTerminal)
        {
            var failed = Completion.Failed(
                "WorkflowAlreadyExists", $"The child workflow {instanceId} was not created: {refusal}.");
            Deliver(creator, HistoryEvents.ChildEnded(parent.TaskScheduledId, failed, now));
        }
        else
        {
            _logger.EventUndeliverable(creator.State.InstanceId, instanceId);
        }
    }

    private InstanceEntry Create(ExecutionStartedEvent start, string appId, DateTimeOffset now)
    {
        var key = checked((_token << 40) | ++_keys);
        start.WorkflowInstance.ExecutionId ??= string.Create(CultureInfo.InvariantCulture, $"{key:x}.0");
        var state = new InstanceState(key, start.WorkflowInstance.InstanceId, appId, start, now);
        InstanceEvolver.AppendInbox(state, HistoryEvents.Started(start, now));
        var entry = new InstanceEntry(state) { IsNew = true };
        if (_entries.TryGetValue(state.InstanceId, out var ended))
        {
            ended.Superseded = true;
        }

        _entries[state.InstanceId] = entry;
        return entry;
    }

    private void Post(
        InstanceEntry sender,
        EventPosted post,
        DateTimeOffset now,
        Queue<(InstanceEntry Entry, TurnDecision Decision)> work)
    {
        if (!_entries.TryGetValue(post.InstanceId, out var target) || target.State.IsTerminal)
        {
            _logger.EventUndeliverable(sender.State.InstanceId, post.InstanceId);
        }
        else if (post.Event.ExecutionTerminated is { } request)
        {
            var completion = new Completion(OrchestrationStatus.Terminated, request.Input, null);
            work.Enqueue((target, TurnDecider.End(target.State, post.Event, completion, now)));
        }
        else
        {
            Deliver(target, post.Event);
        }
    }

    private void NotifyParent(ParentNotified news)
    {
        var parentId = news.Parent.WorkflowInstance?.InstanceId ?? "";
        var taskId = news.Parent.TaskScheduledId;
        if (_entries.TryGetValue(parentId, out var parent) && !parent.State.IsTerminal
            && parent.State.ExecutionId == news.Parent.WorkflowInstance?.ExecutionId
            && parent.State.Children.ContainsKey(taskId))
        {
            Deliver(parent, news.Event);
        }
    }

    /// <summary>
    /// Puts what another instance's turn did into an inbox, and makes a turn of it if one can be made. It is stored in
    /// the commit of that turn: neither is ever there without the other.
    /// </summary>
    private void Deliver(InstanceEntry entry, HistoryEvent item)
    {
        Receive(entry, item);
        Touch(entry);
    }

    /// <summary>Puts what came from outside into an inbox, and makes a turn of it if one can be made.</summary>
    /// <returns>A task that ends when the event is durable.</returns>
    private Task Arrive(InstanceEntry entry, HistoryEvent item)
    {
        Receive(entry, item);
        return TouchWithTurn(entry);
    }

    private void Receive(InstanceEntry entry, HistoryEvent item)
    {
        InstanceEvolver.AppendInbox(entry.State, item);
        entry.State.UpdatedAt = _clock.GetUtcNow();
        ScheduleTurn(entry);
    }

    private void EnforceHistoryLimit(
        InstanceEntry entry, Queue<(InstanceEntry Entry, TurnDecision Decision)> work, DateTimeOffset now)
    {
        if (entry.State.History.SizeBytes > _options.MaxHistoryBytes)
        {
            var failed = Completion.Failed(
                "HistoryTooLarge",
                $"The history has {entry.State.History.SizeBytes} bytes; the limit is {_options.MaxHistoryBytes}. "
                + "A long workflow must continue as new.");
            work.Enqueue((entry, TurnDecider.End(entry.State, null, failed, now)));
        }
    }

    private void ScheduleTurn(InstanceEntry entry)
    {
        var state = entry.State;
        var now = _clock.GetUtcNow();
        if (entry.Turn is not null || state.IsTerminal)
        {
            return;
        }

        if (state.CanTurn(now))
        {
            entry.Turn = new TurnTicket(entry, _token);
            _dispatcher.Enqueue(entry.Turn);
        }
        else if (state.History.Count == 0 && state.StartAt is { } startAt && startAt > now)
        {
            Arm(startAt, new TimerQueue.Due(entry, state.Generation, null));
        }
    }

    /// <summary>Recalls work whose answer nobody wants.</summary>
    private void DropStaleWork(InstanceEntry entry, bool executionEnded)
    {
        if (entry.Turn is { } turn)
        {
            turn.Cancelled = true;
            entry.Turn = null;
        }

        if (executionEnded)
        {
            foreach (var ticket in entry.Activities.Values)
            {
                ticket.Cancelled = true;
            }

            entry.Activities.Clear();
        }
    }

    private static void AnswerWaiters(InstanceEntry entry, CommitBatch batch)
    {
        if (entry.StartWaiters.Count == 0 && !(entry.State.IsTerminal && entry.EndWaiters.Count > 0))
        {
            return;
        }

        var view = InstanceViews.Of(entry.State);
        batch.Answers.AddRange(entry.StartWaiters.Select(waiter => (waiter, view)));
        entry.StartWaiters.Clear();
        if (entry.State.IsTerminal)
        {
            batch.Answers.AddRange(entry.EndWaiters.Select(waiter => (waiter, view)));
            entry.EndWaiters.Clear();
        }
    }
}
