namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>The result of a solver.</summary>
/// <param name="Status">What is known.</param>
/// <param name="Objective">Value of the objective at <paramref name="Values"/>.</param>
/// <param name="Values">The value x of each column.</param>
/// <param name="Duals">
/// The dual price y of each row: ≥ 0 for rows of at most, ≤ 0 for rows of at least, of any sign for equal ones. The
/// reduced cost of column j is c_j − Σ y a_j; a column that is not there yet is worth adding when that is above 0.
/// When infeasible they are the prices of the sum of infeasibilities instead (a Farkas ray).
/// </param>
/// <param name="Work">Counted work spent: coefficients and table cells touched.</param>
public sealed record LinearOptimum(
    LinearStatus Status, double Objective, double[] Values, double[] Duals, long Work);
