namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// max Σ c x subject to rows Σ a x {≤, =, ≥} b and 0 ≤ x ≤ u, as sparse columns. Rows and columns can be added and
/// numbers changed between solutions. Not thread-safe.
/// </summary>
public sealed class LinearProgram
{
    private readonly List<double> _objective = [];
    private readonly List<double> _upper = [];
    private readonly List<List<LinearTerm>> _columns = [];
    private readonly List<RowSense> _sense = [];
    private readonly List<double> _rightSide = [];

    /// <summary>How many rows.</summary>
    public int RowCount => _sense.Count;

    /// <summary>How many columns.</summary>
    public int ColumnCount => _columns.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="sense">How the sum relates to the right side.</param>
    /// <param name="rightSide">The right side b; finite.</param>
    /// <param name="terms">Coefficients of columns that are there already; those added later name the row.</param>
    /// <returns>The row's number, counted from 0.</returns>
    /// <exception cref="ArgumentException">A number is not finite, or a column is not there.</exception>
    public int AddRow(RowSense sense, double rightSide, params ReadOnlySpan<LinearTerm> terms)
    {
        RequireFinite(rightSide, nameof(rightSide));
        var row = _sense.Count;
        foreach (var term in terms)
        {
            Require(term, ColumnCount, "column");
        }

        _sense.Add(sense);
        _rightSide.Add(rightSide);
        foreach (var term in terms)
        {
            Put(_columns[term.Index], row, term.Coefficient);
        }

        return row;
    }

    /// <summary>Adds a column.</summary>
    /// <param name="objective">Its coefficient c in the objective; finite.</param>
    /// <param name="upper">Its upper bound u, 0 or more; infinity for none.</param>
    /// <param name="terms">Its coefficients by row; two of the same row add up.</param>
    /// <returns>The column's number, counted from 0.</returns>
    /// <exception cref="ArgumentException">A number is not finite, or a row is not there.</exception>
    public int AddColumn(double objective, double upper, params ReadOnlySpan<LinearTerm> terms)
    {
        RequireFinite(objective, nameof(objective));
        RequireUpper(upper);
        var column = new List<LinearTerm>(terms.Length);
        foreach (var term in terms)
        {
            Require(term, RowCount, "row");
            Put(column, term.Index, term.Coefficient);
        }

        _objective.Add(objective);
        _upper.Add(upper);
        _columns.Add(column);
        return _columns.Count - 1;
    }

    /// <summary>Changes a column's coefficient in the objective.</summary>
    public void SetObjective(int column, double objective)
    {
        RequireFinite(objective, nameof(objective));
        _objective[column] = objective;
    }

    /// <summary>Changes a column's upper bound.</summary>
    public void SetUpper(int column, double upper)
    {
        RequireUpper(upper);
        _upper[column] = upper;
    }

    /// <summary>Changes a row's right side.</summary>
    public void SetRightSide(int row, double rightSide)
    {
        RequireFinite(rightSide, nameof(rightSide));
        _rightSide[row] = rightSide;
    }

    /// <summary>A column's coefficient c in the objective.</summary>
    public double Objective(int column) => _objective[column];

    /// <summary>A column's upper bound u.</summary>
    public double Upper(int column) => _upper[column];

    /// <summary>A column's coefficients by row; each row occurs once, and none is 0.</summary>
    public IReadOnlyList<LinearTerm> Column(int column) => _columns[column];

    /// <summary>How a row's sum relates to its right side.</summary>
    public RowSense Sense(int row) => _sense[row];

    /// <summary>A row's right side b.</summary>
    public double RightSide(int row) => _rightSide[row];

    private static void Put(List<LinearTerm> column, int row, double coefficient)
    {
        var at = column.FindIndex(t => t.Index == row);
        if (at >= 0)
        {
            column[at] = new LinearTerm(row, column[at].Coefficient + coefficient);
        }
        else if (coefficient != 0)
        {
            column.Add(new LinearTerm(row, coefficient));
        }
    }

    private static void Require(LinearTerm term, int count, string what)
    {
        RequireFinite(term.Coefficient, "coefficient");
        if (term.Index < 0 || term.Index >= count)
        {
            throw new ArgumentException($"There is no {what} {term.Index}: {count} are there.");
        }
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"The {name} is {value}, not finite.");
        }
    }

    private static void RequireUpper(double upper)
    {
        if (double.IsNaN(upper) || upper < 0)
        {
            throw new ArgumentException($"The upper bound is {upper}, not 0 or more.");
        }
    }
}
