using EdgeFlow.Durable.Wire;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// Changes an <see cref="InstanceState"/> by events, and folds a journal into a state. No I/O, no clock.
/// </summary>
internal static class InstanceEvolver
{
    /// <summary>
    /// Appends events to the history as one turn row and takes <paramref name="taken"/> inbox events away.
    /// </summary>
    public static void AppendTurn(InstanceState state, IReadOnlyList<HistoryEvent> events, int taken)
    {
        var journaled = state.Inbox.Take(taken).Count(entry => entry.Journaled);
        var data = EventLog.Encode(events);
        state.Inbox.RemoveRange(0, taken);
        AppendHistory(state, events, data);
        state.UnsavedRows.Add(new JournalRow(JournalKind.Turn, journaled, data));
    }

    /// <summary>Puts an event into the inbox. The caller has checked that the instance still wants it.</summary>
    public static void AppendInbox(InstanceState state, HistoryEvent item, bool journaled = false)
    {
        state.Inbox.Add(new InboxEntry(item) { Journaled = journaled });
        Settle(state, item);
        HoldOrGoOn(state, item);
    }

    /// <summary>Starts the next execution: an empty history and a new inbox.</summary>
    public static void Restart(InstanceState state, ExecutionStartedEvent start, IReadOnlyList<HistoryEvent> inbox)
    {
        ApplyRestart(state, start, inbox, journaled: true);
        var message = new WorkflowRequest();
        message.NewEvents.AddRange(inbox);
        state.UnsavedRows.Clear();
        state.UnsavedRows.Add(new JournalRow(JournalKind.Restarted, 0, message.ToByteArray()));
    }

    /// <summary>Moves the lifecycle; true when the status changed.</summary>
    public static bool Move(InstanceState state, LifecycleTrigger trigger)
    {
        var next = InstanceLifecycle.Next(state.Status, trigger);
        var changed = next != state.Status;
        state.Status = next;
        state.RowChanged |= changed;
        return changed;
    }

    /// <summary>
    /// The rows to store now: the unsaved ones, and one that carries the inbox events which no row carries yet. The
    /// caller stores them under consecutive sequence numbers; nothing is returned twice.
    /// </summary>
    public static IReadOnlyList<JournalRow> TakeRows(InstanceState state)
    {
        var rows = new List<JournalRow>(state.UnsavedRows);
        state.UnsavedRows.Clear();
        WorkflowRequest? received = null;
        foreach (var entry in state.Inbox)
        {
            if (!entry.Journaled)
            {
                (received ??= new WorkflowRequest()).NewEvents.Add(entry.Event);
                entry.Journaled = true;
            }
        }

        if (received is not null)
        {
            rows.Add(new JournalRow(JournalKind.Received, 0, received.ToByteArray()));
        }

        return rows;
    }

    /// <summary>Folds one stored row. Rows of an instance come in the order of their sequence numbers.</summary>
    /// <exception cref="InvalidProtocolBufferException">The row's bytes are damaged.</exception>
    public static void Fold(InstanceState state, JournalRow row)
    {
        var message = WorkflowRequest.Parser.ParseFrom(row.Data);
        switch (row.Kind)
        {
            case JournalKind.Turn:
                state.Inbox.RemoveRange(0, row.Consumed);
                AppendHistory(state, message.PastEvents, row.Data);
                FoldStatus(state);
                break;
            case JournalKind.Received:
                foreach (var item in message.NewEvents)
                {
                    AppendInbox(state, item, journaled: true);
                }

                break;
            case JournalKind.Restarted:
                ApplyRestart(state, message.NewEvents[0].ExecutionStarted, message.NewEvents, journaled: true);
                FoldStatus(state);
                break;
            default:
                throw new InvalidDataException(
                    $"Instance {state.InstanceId}: journal row kind {(short)row.Kind} is unknown to this version.");
        }
    }

    private static void HoldOrGoOn(InstanceState state, HistoryEvent item)
    {
        if (item.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionSuspended)
        {
            Move(state, LifecycleTrigger.Suspend);
        }
        else if (item.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionResumed)
        {
            Move(state, LifecycleTrigger.Resume);
        }
    }

    /// <summary>
    /// The status after a stored turn or restart. No turn is made of a suspended instance, so what the turn took left
    /// it running; only what still waits can hold it. A resume may never have had a row of its own: it is inside the
    /// turn.
    /// </summary>
    private static void FoldStatus(InstanceState state)
    {
        Move(state, LifecycleTrigger.Resume);
        Move(state, LifecycleTrigger.Turned);
        foreach (var entry in state.Inbox)
        {
            HoldOrGoOn(state, entry.Event);
        }
    }

    private static void ApplyRestart(
        InstanceState state, ExecutionStartedEvent start, IReadOnlyList<HistoryEvent> inbox, bool journaled)
    {
        state.Start = start;
        state.Generation++;
        state.History.Clear();
        state.Inbox.Clear();
        state.Activities.Clear();
        state.Timers.Clear();
        state.Children.Clear();
        state.ActionIds.Clear();
        state.RowChanged = true;
        foreach (var item in inbox)
        {
            AppendInbox(state, item, journaled);
        }
    }

    private static void AppendHistory(InstanceState state, IReadOnlyList<HistoryEvent> events, byte[] data)
    {
        state.History.Append(data, events.Count);
        foreach (var item in events)
        {
            Schedule(state, item);
            Settle(state, item);
        }
    }

    /// <summary>An event that opens something.</summary>
    private static void Schedule(InstanceState state, HistoryEvent item)
    {
        switch (item.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                var target = item.Router is { HasTargetAppID: true } router ? router.TargetAppID : state.AppId;
                state.Activities[item.EventId] = new PendingActivity(item.EventId, item.TaskScheduled, target);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                state.Timers[item.EventId] = item.TimerCreated.FireAt.ToDateTimeOffset();
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated:
                state.Children[item.EventId] = item.ChildWorkflowInstanceCreated.InstanceId;
                break;
            default:
                break;
        }

        if (item.EventId >= 0 && item.EventTypeCase != HistoryEvent.EventTypeOneofCase.ExecutionCompleted)
        {
            state.ActionIds.Add(item.EventId);
        }
    }

    /// <summary>An event that closes something: it counts from the moment it arrives, before a turn takes it.</summary>
    private static void Settle(InstanceState state, HistoryEvent item)
    {
        switch (item.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskCompleted:
                state.Activities.Remove(item.TaskCompleted.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.TaskFailed:
                state.Activities.Remove(item.TaskFailed.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerFired:
                state.Timers.Remove(item.TimerFired.TimerId);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted:
                state.Children.Remove(item.ChildWorkflowInstanceCompleted.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed:
                state.Children.Remove(item.ChildWorkflowInstanceFailed.TaskScheduledId);
                break;
            default:
                break;
        }
    }
}
