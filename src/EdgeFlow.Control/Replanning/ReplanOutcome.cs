namespace EdgeFlow.Control.Replanning;

/// <summary>What became of an attempt to plan.</summary>
public enum ReplanOutcome
{
    /// <summary>A new revision is in force.</summary>
    Adopted,

    /// <summary>The plan in force is still what would be decided.</summary>
    Unchanged,

    /// <summary>The proposal broke a rule and was thrown away; the log says which.</summary>
    Refused,
}
