namespace EdgeFlow.OrTools.Native;

/// <summary>The solvers behind MathOpt that EdgeFlow uses; the numbers are those of its interface.</summary>
public enum MathOptSolver
{
    /// <summary>SCIP: mixed-integer programs.</summary>
    Scip = 1,

    /// <summary>GLOP: linear programs.</summary>
    Glop = 3,

    /// <summary>HiGHS: linear and mixed-integer programs.</summary>
    Highs = 10,
}
