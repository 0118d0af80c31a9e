namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>Inverse of a dense matrix by Gauss-Jordan elimination with pivoting by rows.</summary>
internal static class DenseInverse
{
    private const double Singular = 1e-11;

    /// <summary>The inverse, row by row.</summary>
    /// <param name="columns">The matrix, column by column.</param>
    /// <returns>The inverse, or null when the matrix is singular.</returns>
    public static double[][]? Of(double[][] columns)
    {
        var size = columns.Length;
        var rows = new double[size][];
        for (var r = 0; r < size; r++)
        {
            rows[r] = new double[2 * size];
            for (var c = 0; c < size; c++)
            {
                rows[r][c] = columns[c][r];
            }

            rows[r][size + r] = 1;
        }

        for (var c = 0; c < size; c++)
        {
            var pivot = Enumerable.Range(c, size - c).MaxBy(r => Math.Abs(rows[r][c]));
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            if (Math.Abs(rows[c][c]) < Singular)
            {
                return null;
            }

            Eliminate(rows, c);
        }

        return Array.ConvertAll(rows, r => r[size..]);
    }

    private static void Eliminate(double[][] rows, int column)
    {
        var pivot = rows[column];
        var factor = 1 / pivot[column];
        for (var k = 0; k < pivot.Length; k++)
        {
            pivot[k] *= factor;
        }

        for (var r = 0; r < rows.Length; r++)
        {
            var (row, times) = (rows[r], rows[r][column]);
            for (var k = column; k < row.Length && r != column && times != 0; k++)
            {
                row[k] -= times * pivot[k];
            }
        }
    }
}
