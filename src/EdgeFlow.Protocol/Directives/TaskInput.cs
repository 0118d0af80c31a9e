namespace EdgeFlow.Protocol.Directives;

/// <summary>Where a task's input artifact is (claim check).</summary>
/// <param name="From">The producing task.</param>
/// <param name="Artifact">SHA-256 hex of its bytes: frames one after another in the frame encoding.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Address">Base address of the node that holds it: <c>GET /artifacts/{hash}</c>.</param>
/// <param name="BandwidthBitsPerSecond">What to shape to; 0 for the node's own.</param>
public sealed record TaskInput(string From, string Artifact, long Bytes, string Address, long BandwidthBitsPerSecond);
