namespace EdgeFlow.Ledger.Audit;

/// <summary>Where the audit chain's private key is, and its limits. Immutable.</summary>
public sealed record AuditOptions
{
    /// <summary>The folder; in it, one a chain.</summary>
    public required string Folder { get; init; }

    /// <summary>How often new events are sealed: an event waits at most this long, the time of the oldest
    /// transaction that is still open, and the sealing itself.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most numbers of the sequence that a block spans; what is left over follows at once.</summary>
    public int BatchMax { get; init; } = 16_384;
}
