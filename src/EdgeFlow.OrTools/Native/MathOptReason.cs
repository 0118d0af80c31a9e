namespace EdgeFlow.OrTools.Native;

/// <summary>Why a solver ended; the numbers are those of MathOpt's TerminationReasonProto.</summary>
public enum MathOptReason
{
    /// <summary>It could not be called, or did not understand the model.</summary>
    Failed = 0,

    /// <summary>Proven optimal.</summary>
    Optimal = 1,

    /// <summary>Proven infeasible.</summary>
    Infeasible = 2,

    /// <summary>Proven unbounded.</summary>
    Unbounded = 3,

    /// <summary>Proven infeasible or unbounded.</summary>
    InfeasibleOrUnbounded = 4,

    /// <summary>Optimal up to an error larger than wanted.</summary>
    Imprecise = 5,

    /// <summary>A limit was met before any solution was found.</summary>
    NoSolutionFound = 6,

    /// <summary>A numerical error.</summary>
    NumericalError = 7,

    /// <summary>Another error.</summary>
    OtherError = 8,

    /// <summary>A limit was met; there is a solution.</summary>
    Feasible = 9,
}
