namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>Solves linear programs. A solver belongs to one caller and is not thread-safe.</summary>
public interface ILinearSolver
{
    /// <summary>
    /// Maximises a program. Asked again about the same program, changed in between, a solver may begin where it ended.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="work">Counted work that may be spent; a solver that does not count work may ignore it.</param>
    LinearOptimum Maximise(LinearProgram program, long work);
}
