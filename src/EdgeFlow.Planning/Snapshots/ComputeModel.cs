namespace EdgeFlow.Planning.Snapshots;

/// <summary>How tasks on one node use its speed (ambiguity A1 of the ENTS specification).</summary>
public enum ComputeModel
{
    /// <summary>They share it: Σ λ·C ≤ PS.</summary>
    Shared,

    /// <summary>Each has it whole: λ ≤ PS / C for each task (ENTS Eq. 3.3, literally).</summary>
    Exclusive,
}
