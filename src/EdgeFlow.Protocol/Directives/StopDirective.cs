namespace EdgeFlow.Protocol.Directives;

/// <summary>Stops a job's stages on a node. Idempotent.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">Stages of it with this epoch or an older one are stopped; their queues are dropped.</param>
/// <param name="Forget">The job has ended: its journal and artifacts may go too.</param>
public sealed record StopDirective(string Job, int Epoch, bool Forget);
