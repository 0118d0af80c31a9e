using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// Turns a worker's answer into events and effects. Pure: the state is read, not changed; the time is given.
/// </summary>
internal static class TurnDecider
{
    /// <summary>Makes the next turn out of all events that wait.</summary>
    public static InflightTurn Open(InstanceState state, DateTimeOffset now) =>
        new(state.TurnCount + 1, HistoryEvents.TurnStarted(now), state.Inbox.Count);

    /// <summary>
    /// Decides what the answer to the current turn means, or refuses it with a reason: then the turn stays open.
    /// </summary>
    /// <param name="state">The instance; its <see cref="InstanceState.Turn"/> must be the answered turn.</param>
    /// <param name="answer">The worker's answer.</param>
    /// <param name="now">The time of the new events.</param>
    public static TurnDecision Decide(InstanceState state, WorkflowResponse answer, DateTimeOffset now)
    {
        var turn = state.Turn ?? throw new InvalidOperationException($"Instance {state.InstanceId} has no open turn.");
        if (Refusal(state, answer) is { } reason)
        {
            return TurnDecision.Refused(reason);
        }

        if (answer.Actions.Any(action => action.WorkflowVersionNotAvailable is not null))
        {
            return new TurnDecision { Stalled = true };
        }

        var taken = Taken(turn, answer);
        var started = turn.Started.Clone();
        started.WorkflowStarted.Version = answer.Version;
        var decision = new TurnDecision { Taken = taken, CustomStatus = answer.CustomStatus };
        decision.Events.Add(started);
        decision.Events.AddRange(state.Inbox.Take(taken).Select(entry => entry.Event));
        var translator = new ActionTranslator(state, decision, now);
        foreach (var action in answer.Actions)
        {
            translator.Translate(action);
        }

        return decision;
    }

    /// <summary>
    /// Ends an instance from outside its workflow: terminated by a client or a parent, or given up by the sidecar.
    /// Everything that waited in the inbox moves into the history, so that the record is whole.
    /// </summary>
    public static TurnDecision End(InstanceState state, HistoryEvent? cause, Completion completion, DateTimeOffset now)
    {
        var decision = new TurnDecision { Taken = state.Inbox.Count, CustomStatus = state.CustomStatus };
        decision.Events.AddRange(state.Inbox.Select(entry => entry.Event));
        if (cause is not null)
        {
            decision.Events.Add(cause);
        }

        decision.Complete(state, completion, HistoryEvents.Ended(completion, now), now);
        if (cause?.ExecutionTerminated is { Recurse: true } request)
        {
            foreach (var childId in state.Children.Values)
            {
                var post = HistoryEvents.Terminated(request.Input, recurse: true, now);
                decision.Effects.Add(new EventPosted(childId, post));
            }
        }

        return decision;
    }

    /// <summary>
    /// Applies a decision to the state it was made from. Refused and stalled decisions are not applied here.
    /// </summary>
    public static void Apply(InstanceState state, TurnDecision decision, DateTimeOffset now)
    {
        var left = state.Inbox.Skip(decision.Taken).Select(entry => entry.Event).ToList();
        state.Turn = null;
        state.UpdatedAt = now;
        state.RowChanged |= state.CustomStatus != decision.CustomStatus;
        state.CustomStatus = decision.CustomStatus;
        InstanceEvolver.Move(state, LifecycleTrigger.Turned);
        if (decision.NextStart is { } next)
        {
            HistoryEvent[] inbox =
                [HistoryEvents.Started(next, now), .. decision.Carryover, .. left.Where(OutlivesExecution)];
            InstanceEvolver.Restart(state, next, inbox);
            return;
        }

        InstanceEvolver.AppendTurn(state, decision.Events, decision.Taken);
        if (decision.Completion is { } completion)
        {
            InstanceEvolver.Move(state, completion.Trigger);
            state.Completion = completion;
            state.CompletedAt = now;
            state.RowChanged = true;
        }
    }

    /// <summary>Answers to actions belong to one execution; what clients send belongs to the instance.</summary>
    private static bool OutlivesExecution(HistoryEvent item) => item.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.EventRaised
        or HistoryEvent.EventTypeOneofCase.ExecutionSuspended
        or HistoryEvent.EventTypeOneofCase.ExecutionResumed;

    private static string? Refusal(InstanceState state, WorkflowResponse answer)
    {
        var seen = new HashSet<int>();
        foreach (var action in answer.Actions)
        {
            if (action.CompleteWorkflow is not null)
            {
                continue;
            }

            if (action.WorkflowActionTypeCase == WorkflowAction.WorkflowActionTypeOneofCase.None)
            {
                return $"action {action.Id} is of a kind that this sidecar does not know";
            }

            if (state.ActionIds.Contains(action.Id) || !seen.Add(action.Id))
            {
                return $"action id {action.Id} was used before in this execution: the answer is to an older turn";
            }
        }

        return null;
    }

    private static int Taken(InflightTurn turn, WorkflowResponse answer)
    {
        // The count includes the WorkflowStarted event, which heads the new events but is not in the inbox.
        var processed = answer.NumEventsProcessed is { } count ? count - 1 : turn.InboxCount;
        return Math.Clamp(processed, 0, turn.InboxCount);
    }
}
