using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>An unfinished instance in the owner's memory: its state, its work, and who waits for it.</summary>
internal sealed class InstanceEntry(InstanceState state)
{
    /// <summary>The state.</summary>
    public InstanceState State { get; } = state;

    /// <summary>The turn that is queued or at a worker.</summary>
    public TurnTicket? Turn { get; set; }

    /// <summary>
    /// The turn whose answer ends the history of the present execution, and who answered it; null when the history
    /// ends otherwise, or with an answer of an earlier term.
    /// </summary>
    public (string Token, WorkerStream By)? Answered { get; set; }

    /// <summary>The activities that are queued or at a worker, by task id.</summary>
    public Dictionary<int, ActivityTicket> Activities { get; } = [];

    /// <summary>True until the first commit that carries it.</summary>
    public bool IsNew { get; set; }

    /// <summary>True once a newer instance took its id before its end was stored: then it is never stored.</summary>
    public bool Superseded { get; set; }

    /// <summary>The commit that carries its last change.</summary>
    public CommitBatch? Batch { get; set; }

    /// <summary>
    /// Ends when what arrived is durable; null when all that arrived is in a batch. See
    /// <see cref="EmbeddedSidecarOptions.TurnPatience"/>.
    /// </summary>
    public TaskCompletionSource? Arrival { get; set; }

    /// <summary>Ends when all that has happened to it so far is durable.</summary>
    public Task Durable => Arrival?.Task ?? Batch?.Done.Task ?? Task.CompletedTask;

    /// <summary>Callers that wait for the first turn.</summary>
    public List<TaskCompletionSource<WorkflowState>> StartWaiters { get; } = [];

    /// <summary>Callers that wait for the end.</summary>
    public List<TaskCompletionSource<WorkflowState>> EndWaiters { get; } = [];
}
