namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>How a row's sum relates to its right side.</summary>
public enum RowSense
{
    /// <summary>Σ a x ≤ b.</summary>
    AtMost,

    /// <summary>Σ a x = b.</summary>
    Equal,

    /// <summary>Σ a x ≥ b.</summary>
    AtLeast,
}
