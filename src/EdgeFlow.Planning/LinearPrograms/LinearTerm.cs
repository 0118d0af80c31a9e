namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>A coefficient of a linear program and where it stands.</summary>
/// <param name="Index">The row when a column is given, the column when a row is given.</param>
/// <param name="Coefficient">The coefficient; finite.</param>
public readonly record struct LinearTerm(int Index, double Coefficient);
