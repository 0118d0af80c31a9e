namespace EdgeFlow.Control.Nodes;

/// <summary>When a silent node is given up. Immutable.</summary>
public sealed record LeaseOptions
{
    /// <summary>A node is lost when nothing is heard of it for this long.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMilliseconds(2000);

    /// <summary>How often a node is asked to be heard.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// After this long in silence its address is tried: when the machine answers that nothing listens there, the
    /// process is dead and need not be waited for. A network that only stutters never refuses.
    /// </summary>
    public TimeSpan SuspectAfter { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>Longest wait for the answer of such a try.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often leases are looked at.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Lease of every known node when this control plane begins to decide: the nodes may have been silent only because
    /// nobody was there to hear them.
    /// </summary>
    public TimeSpan StartGrace { get; init; } = TimeSpan.FromMilliseconds(4000);

    /// <summary>For each return from being lost within this time the lease grows by one length of it.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The lease of a node that flaps grows to at most so many lengths.</summary>
    public int MaxStretch { get; init; } = 4;
}
