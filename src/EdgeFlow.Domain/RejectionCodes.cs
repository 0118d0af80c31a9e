namespace EdgeFlow.Domain;

/// <summary>The codes of <see cref="Rejected"/>: stable, for programs. The words beside them are for people.</summary>
public static class RejectionCodes
{
    /// <summary>The command names something that does not exist.</summary>
    public const string Unknown = "unknown";

    /// <summary>The id is used by something else.</summary>
    public const string Exists = "exists";

    /// <summary>A value of the command is out of its range.</summary>
    public const string BadValue = "bad-value";

    /// <summary>The report or request comes from an older epoch than the job has.</summary>
    public const string StaleEpoch = "stale-epoch";

    /// <summary>The report names an epoch that the job does not have yet.</summary>
    public const string UnknownEpoch = "unknown-epoch";

    /// <summary>The report is about an attempt that has ended already, in another way.</summary>
    public const string StaleAttempt = "stale-attempt";

    /// <summary>The message comes from a process that no longer speaks for the node.</summary>
    public const string StaleIncarnation = "stale-incarnation";

    /// <summary>The node's name belongs to another live process.</summary>
    public const string NameTaken = "name-taken";

    /// <summary>The plan was made from a revision that is not the current one.</summary>
    public const string StaleParent = "stale-parent";

    /// <summary>The job has ended: nothing more can happen to it.</summary>
    public const string Ended = "ended";

    /// <summary>Tasks or frames are still missing.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The lifecycle has no such transition from the present state.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>A named limit would be exceeded.</summary>
    public const string LimitReached = "limit-reached";
}
