namespace EdgeFlow.Ledger.Replay;

/// <summary>The limits of replays.</summary>
public static class ReplayLimits
{
    /// <summary>Most replays at the same moment in one control plane.</summary>
    public const int MaxConcurrent = 8;

    /// <summary>Lowest speed: a hundred times slower than it went.</summary>
    public const double MinSpeed = 0.01;

    /// <summary>Highest speed but "as fast as it can".</summary>
    public const double MaxSpeed = 1_000_000;

    /// <summary>Events that are read at once.</summary>
    public const int Batch = 500;
}
