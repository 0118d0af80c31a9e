namespace EdgeFlow.Protocol.Nodes;

/// <summary>The control plane's answer to a registration.</summary>
/// <param name="LeaseMs">The node is given up when nothing is heard of it for this long.</param>
/// <param name="HeartbeatMs">How often it should be heard.</param>
/// <param name="SidecarAddress">gRPC address of the workflow sidecar for nodes that have none of their own.</param>
public sealed record NodeLease(int LeaseMs, int HeartbeatMs, string SidecarAddress);
