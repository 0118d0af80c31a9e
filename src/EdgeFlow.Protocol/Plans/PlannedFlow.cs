namespace EdgeFlow.Protocol.Plans;

/// <summary>Which way a flow takes.</summary>
/// <param name="From">The producing task.</param>
/// <param name="To">The consuming task.</param>
/// <param name="Nodes">The nodes it passes.</param>
/// <param name="Links">The links between them; none when co-located.</param>
/// <param name="BandwidthBitsPerSecond">What its sender shapes to; 0 when co-located.</param>
public sealed record PlannedFlow(
    string From, string To, IReadOnlyList<string> Nodes, IReadOnlyList<string> Links, long BandwidthBitsPerSecond);
