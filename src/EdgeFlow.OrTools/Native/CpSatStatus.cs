namespace EdgeFlow.OrTools.Native;

/// <summary>How a solution by CP-SAT ended; the numbers are those of its interface.</summary>
public enum CpSatStatus
{
    /// <summary>Nothing is known: the time was over.</summary>
    Unknown = 0,

    /// <summary>The model is no valid one, which is a bug of whoever made it.</summary>
    Invalid = 1,

    /// <summary>A solution was found, and perhaps there is a better one.</summary>
    Feasible = 2,

    /// <summary>There is no solution.</summary>
    Infeasible = 3,

    /// <summary>The best solution was found.</summary>
    Optimal = 4,
}
