namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The named limits of a flow's two ends. The defaults suit frames of some 100 KB at some 10 frames a second.
/// </summary>
public sealed record FlowLimits
{
    /// <summary>Most frames that a producer keeps unacknowledged, and a consumer holds, per flow.</summary>
    public int WindowFrames { get; init; } = 64;

    /// <summary>
    /// Most bytes of them; the oldest frame is always let in, so that one large frame cannot block a flow.
    /// </summary>
    public long WindowBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Frames of one flow on the wire at once.</summary>
    public int ParallelSends { get; init; } = 4;

    /// <summary>
    /// After this long without an acknowledgement the consumer is asked whether it still holds the oldest frame.
    /// </summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>First wait after a refusal or a failure; doubles.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest wait between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Longest time of one send beyond what its shaping takes; then it counts as failed and is tried again.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long acknowledgements wait for company before they are sent.</summary>
    public TimeSpan AckLinger { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Most frame ids in one acknowledgement.</summary>
    public int AckBatch { get; init; } = 1024;

    /// <summary>
    /// Most tries to deliver an acknowledgement. Giving up loses nothing: the producer asks about its oldest frame and
    /// is told.
    /// </summary>
    public int AckAttempts { get; init; } = 8;

    /// <summary>Most acknowledgements that wait to be sent; beyond it the oldest go, for the same reason.</summary>
    public int AckQueue { get; init; } = 16 * 1024;

    /// <summary>Most nodes that a frame may pass through.</summary>
    public int MaxHops { get; init; } = 16;
}
