namespace EdgeFlow.Protocol.Nodes;

/// <summary>The control plane's answer to a heartbeat.</summary>
/// <param name="Known">
/// False: this process is not registered (any more); it must stop its stages and register again.
/// </param>
/// <param name="Stale">
/// Jobs that it hosts under an epoch that no longer holds there: it must stop those stages at once.
/// </param>
/// <param name="SidecarAddress">
/// Where the answering control plane's sidecar is. Another than the lease said means that another process answers than
/// the one registered with: the node registers again. Null says nothing.
/// </param>
public sealed record HeartbeatReply(bool Known, IReadOnlyList<StaleStage> Stale, string? SidecarAddress = null);
