using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// What gathers between two commits. All instances that changed share it, so one transaction holds a turn together
/// with what the turn did to other instances. Guarded by the engine's lock; <see cref="Done"/> may be awaited anywhere.
/// </summary>
internal sealed class CommitBatch
{
    /// <summary>The instances that changed.</summary>
    public HashSet<InstanceEntry> Dirty { get; } = [];

    /// <summary>Instances to remove.</summary>
    public List<long> Removed { get; } = [];

    /// <summary>Work that may be dispatched once the batch is durable.</summary>
    public List<WorkTicket> Releases { get; } = [];

    /// <summary>Callers to answer once the batch is durable.</summary>
    public List<(TaskCompletionSource<WorkflowState> Waiter, WorkflowState View)> Answers { get; } = [];

    /// <summary>True once a commit was asked for.</summary>
    public bool Submitted { get; set; }

    /// <summary>Ends when the batch is durable, or fails when it never will be.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
