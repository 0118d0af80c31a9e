using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// What gathers between two commits. All instances that changed share it, so one transaction holds a turn together
/// with what the turn did to other instances. Guarded by the engine's lock; <see cref="Done"/> may be awaited anywhere.
/// </summary>
internal sealed class CommitBatch
{
    private int _isTold;

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

    /// <summary>Ends of what arrived before, was kept for the answer to its turn, and is in the batch now.</summary>
    public List<TaskCompletionSource> Arrivals { get; } = [];

    /// <summary>
    /// Ends when the batch is durable, or fails when it never will be. What waits for it goes on one after the other on
    /// one thread, which is for short things: the sidecar's own, never a caller's code.
    /// </summary>
    public TaskCompletionSource Done { get; } = new();

    /// <summary>Tells everybody that the batch is durable; on another thread, for the writer has more to do.</summary>
    public void Succeed() => TellOnce(null);

    /// <summary>
    /// Tells everybody that the batch will never be durable, unless they know that it is; on another thread, for a lock
    /// may be held.
    /// </summary>
    public void Fail(Exception cause) => TellOnce(cause);

    private void TellOnce(Exception? cause)
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(told => told.Batch.Tell(told.Cause), (Batch: this, Cause: cause), false);
        }
    }

    private void Tell(Exception? cause)
    {
        End(Done, cause);
        foreach (var arrival in Arrivals)
        {
            End(arrival, cause);
        }

        foreach (var (waiter, view) in Answers)
        {
            _ = cause is null ? waiter.TrySetResult(view) : waiter.TrySetException(cause);
        }
    }

    private static void End(TaskCompletionSource task, Exception? cause)
    {
        if (cause is null)
        {
            task.TrySetResult();
        }
        else if (task.TrySetException(cause))
        {
            // Nobody may wait for what only a timer changed; the engine has told the failure already.
            _ = task.Task.Exception;
        }
    }
}
