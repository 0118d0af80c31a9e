namespace EdgeFlow.Protocol.Directives;

/// <summary>
/// Makes a node host its part of a stream job under one epoch. Idempotent: the same epoch again changes nothing; an
/// older one
/// than the node has seen for the job is refused with error type <c>StaleEpoch</c>. Stages that stay keep their
/// sessions, their
/// queued inputs and their unacknowledged outputs; tasks not named any more are stopped.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The plan's epoch for the job.</param>
/// <param name="Tasks">The tasks to host here; may be empty where the node only relays.</param>
/// <param name="Relays">Flows that pass through this node on their way.</param>
public sealed record HostDirective(
    string Job, int Epoch, IReadOnlyList<HostedTask> Tasks, IReadOnlyList<RelayedFlow> Relays)
{
    /// <summary>The correlation id of the job's submission, for logs and reports; null for none.</summary>
    public string? Correlation { get; init; }
}
