namespace EdgeFlow.OrTools.Exact;

/// <summary>What is known about an optimum.</summary>
public enum ExactStatus
{
    /// <summary>The rate is the optimum.</summary>
    Proven,

    /// <summary>The time was over: the optimum is between rate and bound.</summary>
    Open,

    /// <summary>The snapshot has something that the exact model does not cover.</summary>
    NotCovered,

    /// <summary>A proof needs OR-Tools, and its library is not on this machine.</summary>
    Absent,
}
