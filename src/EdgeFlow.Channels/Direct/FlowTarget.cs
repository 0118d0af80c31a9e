namespace EdgeFlow.Channels.Direct;

/// <summary>Where a flow's frames go under one epoch.</summary>
/// <param name="Epoch">The plan's epoch for the job.</param>
/// <param name="NextHop">Base address of the next node of the route.</param>
/// <param name="BandwidthBitsPerSecond">What to shape to; 0 for no shaping.</param>
public sealed record FlowTarget(int Epoch, string NextHop, long BandwidthBitsPerSecond);
