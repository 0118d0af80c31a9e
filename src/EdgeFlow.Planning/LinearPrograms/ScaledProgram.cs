namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// A program with rows and columns scaled so that their largest coefficients are near 1 (bits a second and seconds a
/// second stand side by side otherwise). Scales are powers of two, so that they round nothing. Row i of the program is
/// divided by R_i, column j multiplied by C_j: x = C x'. What has a scale keeps it when the program grows.
/// </summary>
internal sealed class ScaledProgram(LinearProgram program)
{
    private const int Passes = 3;

    private readonly List<double> _rowScale = [];
    private readonly List<double> _columnScale = [];
    private readonly List<int[]> _index = [];
    private readonly List<double[]> _value = [];

    /// <summary>The program as given.</summary>
    public LinearProgram Program => program;

    /// <summary>How many rows.</summary>
    public int RowCount => _rowScale.Count;

    /// <summary>How many columns.</summary>
    public int ColumnCount => _columnScale.Count;

    /// <summary>How many coefficients.</summary>
    public long Coefficients { get; private set; }

    /// <summary>Scales what is new, and reads again all coefficients, as new rows may have put some into old
    /// columns.</summary>
    public void Refresh()
    {
        var (oldRows, oldColumns) = (_rowScale.Count, _columnScale.Count);
        while (_rowScale.Count < program.RowCount)
        {
            _rowScale.Add(1);
        }

        while (_columnScale.Count < program.ColumnCount)
        {
            _columnScale.Add(1);
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            ScaleRows(oldRows);
            ScaleColumns(oldColumns);
        }

        ReadFrom(oldRows == program.RowCount ? oldColumns : 0);
    }

    /// <summary>The rows of a column's coefficients.</summary>
    public ReadOnlySpan<int> Index(int column) => _index[column];

    /// <summary>A column's coefficients, scaled.</summary>
    public ReadOnlySpan<double> Value(int column) => _value[column];

    /// <summary>A column's coefficient in the objective, scaled.</summary>
    public double Objective(int column) => program.Objective(column) * _columnScale[column];

    /// <summary>A column's upper bound, scaled.</summary>
    public double Upper(int column) => program.Upper(column) / _columnScale[column];

    /// <summary>A row's right side, scaled.</summary>
    public double RightSide(int row) => program.RightSide(row) / _rowScale[row];

    /// <summary>The dual price of a row as given, from the one of the row as scaled.</summary>
    public double DualOf(int row, double scaled) => scaled / _rowScale[row];

    /// <summary>The value of a column as given, from the one of the column as scaled.</summary>
    public double ValueOf(int column, double scaled) => scaled * _columnScale[column];

    private void ScaleRows(int from)
    {
        if (from == _rowScale.Count)
        {
            return;
        }

        var largest = new double[_rowScale.Count];
        for (var j = 0; j < _columnScale.Count; j++)
        {
            foreach (var term in program.Column(j))
            {
                var size = Math.Abs(term.Coefficient) * _columnScale[j];
                largest[term.Index] = Math.Max(largest[term.Index], size);
            }
        }

        for (var i = from; i < largest.Length; i++)
        {
            var size = largest[i] > 0 ? largest[i] : Math.Abs(program.RightSide(i));
            _rowScale[i] = PowerOfTwo(size);
        }
    }

    private void ScaleColumns(int from)
    {
        for (var j = from; j < _columnScale.Count; j++)
        {
            var largest = 0.0;
            foreach (var term in program.Column(j))
            {
                largest = Math.Max(largest, Math.Abs(term.Coefficient) / _rowScale[term.Index]);
            }

            _columnScale[j] = 1 / PowerOfTwo(largest);
        }
    }

    private void ReadFrom(int from)
    {
        for (var j = from; j < program.ColumnCount; j++)
        {
            var column = program.Column(j);
            var (index, value) = (new int[column.Count], new double[column.Count]);
            for (var k = 0; k < index.Length; k++)
            {
                index[k] = column[k].Index;
                value[k] = column[k].Coefficient / _rowScale[index[k]] * _columnScale[j];
            }

            if (j < _index.Count)
            {
                Coefficients -= _index[j].Length;
                (_index[j], _value[j]) = (index, value);
            }
            else
            {
                _index.Add(index);
                _value.Add(value);
            }

            Coefficients += index.Length;
        }
    }

    private static double PowerOfTwo(double size) => size > 0 ? Math.ScaleB(1, Math.ILogB(size)) : 1;
}
