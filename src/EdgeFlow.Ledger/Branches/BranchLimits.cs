namespace EdgeFlow.Ledger.Branches;

/// <summary>The limits of branches, in one place.</summary>
public static class BranchLimits
{
    /// <summary>Most events of a history that branches are made of.</summary>
    public const int MaxEvents = 200_000;

    /// <summary>Most branches of one question.</summary>
    public const int MaxBranches = 4_096;

    /// <summary>Most changes of one branch.</summary>
    public const int MaxChanges = 64;

    /// <summary>Most values along one axis of a sweep, and most axes.</summary>
    public const int MaxAxes = 8;

    /// <summary>Most plans made in one branch; one that needs more ends there and says so.</summary>
    public const int MaxPlans = 20_000;

    /// <summary>Most plans told of one branch; the later ones are only counted.</summary>
    public const int MaxToldPlans = 200;

    /// <summary>Most notes told of one branch.</summary>
    public const int MaxNotes = 20;

    /// <summary>Most improvements remembered, so that branches with the same input search once.</summary>
    public const int MaxImprovements = 1_000;

    /// <summary>Most worlds looked through for the one that a recorded plan was made from.</summary>
    public const int MaxReads = 64;

    /// <summary>Most branches that are kept by name.</summary>
    public const int MaxKept = 1_000;

    /// <summary>Longest text of a change, a policy or an objective, in characters.</summary>
    public const int MaxText = 1_000;

    /// <summary>Most jobs told of one branch.</summary>
    public const int MaxToldJobs = 1_000;

    /// <summary>Most questions that a control plane answers at the same time; more are told to come again.</summary>
    public const int MaxStudies = 1;

    /// <summary>Longest time of one question.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    /// <summary>How far a branch from now looks ahead where nobody says.</summary>
    public static readonly TimeSpan UsualAhead = TimeSpan.FromMinutes(10);

    /// <summary>How far beyond the last event a branch may look.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(366);

    /// <summary>How long after its cause a recorded plan still counts as the answer to it.</summary>
    public static readonly TimeSpan Reaction = TimeSpan.FromSeconds(2);
}
