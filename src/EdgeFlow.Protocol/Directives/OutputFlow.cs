namespace EdgeFlow.Protocol.Directives;

/// <summary>A flow out of a hosted task.</summary>
/// <param name="To">The consuming task.</param>
/// <param name="NextHop">
/// Base address of the next node of the planned route: the consumer's, or a relay's; the node's own when co-located.
/// </param>
/// <param name="BandwidthBitsPerSecond">What to shape to; 0 when co-located (not shaped).</param>
public sealed record OutputFlow(string To, string NextHop, long BandwidthBitsPerSecond);
