namespace EdgeFlow.Control.Plans.Solves;

/// <summary>What the plan ledger keeps at most, and for how long. Whatever comes first holds.</summary>
public static class SolveLimits
{
    /// <summary>Most adopted solves kept; the oldest go first.</summary>
    public const int AdoptedKept = 20_000;

    /// <summary>Most other solves kept; the oldest go first.</summary>
    public const int OthersKept = 5_000;

    /// <summary>Solves that wait for being written; a full queue makes the planner wait.</summary>
    public const int Queued = 64;

    /// <summary>Largest snapshot or proposal that is kept, in bytes; of a larger one only the figures are.</summary>
    public const int MaxContent = 64 << 20;

    /// <summary>Most contents removed at a time.</summary>
    public const int TrimBatch = 2_000;

    /// <summary>How long adopted solves are kept.</summary>
    public static readonly TimeSpan AdoptedAge = TimeSpan.FromDays(365);

    /// <summary>How long other solves are kept.</summary>
    public static readonly TimeSpan OthersAge = TimeSpan.FromDays(30);

    /// <summary>After this long it is found out from the events what became of a solve that nobody noted it
    /// of.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromMinutes(10);

    /// <summary>For how long a content that nobody names is kept, so that its solve can still be written.</summary>
    public static readonly TimeSpan ContentGrace = TimeSpan.FromHours(1);
}
