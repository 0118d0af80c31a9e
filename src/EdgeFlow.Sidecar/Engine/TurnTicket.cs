using System.Globalization;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// A turn that waits for, or is at, a worker. Its content is chosen when a worker takes it, so that everything that
/// arrived while it waited is in it, and stays the same when it must be dispatched again.
/// </summary>
internal sealed class TurnTicket(InstanceEntry entry, long ownership) : WorkTicket(
    entry.State.AppId,
    string.Create(
        CultureInfo.InvariantCulture,
        $"t{ownership:x}.{entry.State.Key:x}.{entry.State.Generation:x}.{entry.State.TurnCount + 1:x}"))
{
    /// <summary>
    /// The bytes of the past that a turn brings to a worker that can fetch more: under the 4 MiB that gRPC libraries
    /// accept in one message unless they are told otherwise, with room for the new events.
    /// </summary>
    private const long MaxInlineBytes = 2 * 1024 * 1024;

    /// <inheritdoc/>
    public override string InstanceId => entry.State.InstanceId;

    /// <inheritdoc/>
    public override int? TaskId => null;

    /// <summary>The instance.</summary>
    public InstanceEntry Entry => entry;

    /// <inheritdoc/>
    public override WorkFrame? Open(DateTimeOffset now, WorkerStream stream)
    {
        var state = entry.State;
        if (state.Turn is null)
        {
            if (!state.CanTurn(now))
            {
                entry.Turn = null;
                return null;
            }

            state.Turn = TurnDecider.Open(state, now);
            state.TurnCount++;
        }

        var head = new WorkflowRequest
        {
            InstanceId = state.InstanceId,
            ExecutionId = state.ExecutionId,
            Router = new TaskRouter { SourceAppID = state.AppId },
        };
        head.NewEvents.Add(state.Turn.Started);
        head.NewEvents.AddRange(state.Inbox.Take(state.Turn.InboxCount).Select(item => item.Event));
        if (stream.KeepsRuns && entry.Answered is { } last && ReferenceEquals(last.By, stream))
        {
            head.Continues = last.Token;
            head.RequiresHistoryStreaming = true;
            return new TurnFrame(head, [], Token);
        }

        if (stream.FetchesHistory && state.History.SizeBytes > MaxInlineBytes)
        {
            head.RequiresHistoryStreaming = true;
            return new TurnFrame(head, [], Token);
        }

        return new TurnFrame(head, state.History.Snapshot(), Token);
    }

    /// <inheritdoc/>
    public override string ToString() => $"the turn of the workflow {entry.State.Start.Name} ({InstanceId})";
}
