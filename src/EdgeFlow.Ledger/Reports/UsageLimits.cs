namespace EdgeFlow.Ledger.Reports;

/// <summary>Limits of what is kept about usage, and of what is reported.</summary>
public static class UsageLimits
{
    /// <summary>For how long an hour's usage is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>How far back a report goes that names no beginning.</summary>
    public static readonly TimeSpan ByDefault = TimeSpan.FromDays(30);

    /// <summary>How often what nodes tell is counted.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Most events that are counted in one transaction.</summary>
    public const int EventsAtOnce = 500;

    /// <summary>How many counts pass between two tidyings.</summary>
    public const int TidyEvery = 1_800;

    /// <summary>Part of the plan by which what was measured may differ before a report marks it.</summary>
    public const double Drift = 0.2;

    /// <summary>Most rows of a page of a report.</summary>
    public const int MaxRows = 1_000;
}
