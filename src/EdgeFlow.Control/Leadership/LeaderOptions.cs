namespace EdgeFlow.Control.Leadership;

/// <summary>How control planes on one database agree which of them decides. Immutable.</summary>
public sealed record LeaderOptions
{
    /// <summary>Who this is: unique for each process start.</summary>
    public required string Holder { get; init; }

    /// <summary>After this long without renewal another may take over. A control plane that was killed is replaced
    /// after it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between renewals, and between attempts to get the lease.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromMilliseconds(500);
}
