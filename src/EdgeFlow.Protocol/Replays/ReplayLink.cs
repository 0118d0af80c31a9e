namespace EdgeFlow.Protocol.Replays;

/// <summary>A link as it was at a place of a replay.</summary>
/// <param name="Link">The link.</param>
/// <param name="Status">Where it is in its life, e.g. <c>up</c>.</param>
/// <param name="CapacityBitsPerSecond">What it has, in bits a second.</param>
public sealed record ReplayLink(string Link, string Status, long CapacityBitsPerSecond);
