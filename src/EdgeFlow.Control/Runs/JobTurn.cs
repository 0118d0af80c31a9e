namespace EdgeFlow.Control.Runs;

/// <summary>
/// What a job's workflow needs for one turn, that is, until the job's plan changes or it ends. Kept in the durable
/// history, so it comes in pages of at most 64 KiB of JSON (<see cref="Directives.DirectiveLimits.MaxBytes"/>), or of
/// one directive where that alone is larger.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="State">What to do.</param>
/// <param name="Epoch">The epoch of the plan in force for the job; 0 without one.</param>
/// <param name="Status">The job's status in words, for the outcome.</param>
/// <param name="Stream">Whether it is a stream job.</param>
/// <param name="Hosts">Stream: what each node of the plan hosts, by node.</param>
/// <param name="Tasks">Batch: the tasks, in the manifest's order.</param>
public sealed record JobTurn(
    string Job, JobTurnState State, int Epoch, string Status, bool Stream, IReadOnlyList<NodeHosting> Hosts,
    IReadOnlyList<TaskTurn> Tasks)
{
    /// <summary>How many hosts or tasks were given with this page and those before it, where more follow; 0 where
    /// none do.</summary>
    public int More { get; init; }
}
