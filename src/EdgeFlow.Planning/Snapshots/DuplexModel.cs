namespace EdgeFlow.Planning.Snapshots;

/// <summary>How the two directions of a link use its capacity (ambiguity A2 of the ENTS specification).</summary>
public enum DuplexModel
{
    /// <summary>Both directions share it.</summary>
    Half,

    /// <summary>Each direction has it whole.</summary>
    Full,
}
