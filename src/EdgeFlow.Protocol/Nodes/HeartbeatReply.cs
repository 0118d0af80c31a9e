namespace EdgeFlow.Protocol.Nodes;

/// <summary>The control plane's answer to a heartbeat.</summary>
/// <param name="Known">
/// False: this process is not registered (any more); it must stop its stages and register again.
/// </param>
/// <param name="Stale">
/// Jobs that it hosts under an epoch that no longer holds there: it must stop those stages at once.
/// </param>
public sealed record HeartbeatReply(bool Known, IReadOnlyList<StaleStage> Stale);
