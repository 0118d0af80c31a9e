namespace EdgeFlow.Channels.Direct;

/// <summary>Where a flow goes from here: exactly one of the two is there.</summary>
/// <param name="Consumer">The consumer hosted on this node.</param>
/// <param name="NextHop">Base address of the next node.</param>
public sealed record FlowEnd(IFrameConsumer? Consumer, string? NextHop);
