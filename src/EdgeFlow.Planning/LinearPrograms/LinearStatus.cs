namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>What is known about a linear program after a solver worked on it.</summary>
public enum LinearStatus
{
    /// <summary>The values are optimal, up to the solver's tolerance.</summary>
    Optimal,

    /// <summary>No values meet all rows and bounds.</summary>
    Infeasible,

    /// <summary>The objective grows without end.</summary>
    Unbounded,

    /// <summary>The work was used up; the values are the best met so far and may break rows.</summary>
    WorkLimit,
}
