namespace EdgeFlow.Control.Runs;

/// <summary>
/// What a job's workflow needs for one turn, that is, until the job's plan changes or it ends. Kept in the durable
/// history, so at most 64 KiB of JSON (<see cref="Directives.DirectiveLimits.MaxBytes"/>).
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
    IReadOnlyList<TaskTurn> Tasks);
