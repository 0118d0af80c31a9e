namespace EdgeFlow.Control.Plans.Solves;

/// <summary>What became of a run of the planner.</summary>
public enum SolveOutcome
{
    /// <summary>It is about to be adopted, or this process ended before it could note what became of it.</summary>
    Proposed,

    /// <summary>Its plan is, or was, in force.</summary>
    Adopted,

    /// <summary>Somebody was faster: what it was made from did not hold any more.</summary>
    Superseded,

    /// <summary>The verifier found that it breaks rules.</summary>
    Rejected,

    /// <summary>It decides what is in force already.</summary>
    Unchanged,

    /// <summary>A search in the background that found nothing better than what is in force.</summary>
    NotBetter,
}
