using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Ledger.Reports;

/// <summary>An attempt at a batch task that was under way on a node when that died. Immutable.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch of the plan in force.</param>
/// <param name="Task">The task.</param>
/// <param name="Began">The earliest moment at which it can have begun.</param>
/// <param name="Ended">The last moment at which it can have computed: the node's last sign of life.</param>
/// <param name="Inputs">Size of each input that it can have fetched, by the task that made it.</param>
internal sealed record DeadAttempt(
    string Job, int Epoch, TaskId Task, DateTimeOffset Began, DateTimeOffset Ended,
    IReadOnlyList<(TaskId From, long Bytes)> Inputs)
{
    /// <summary>How long it can have computed at most, in milliseconds.</summary>
    public double MostMs => Math.Max(0, (Ended - Began).TotalMilliseconds);
}
