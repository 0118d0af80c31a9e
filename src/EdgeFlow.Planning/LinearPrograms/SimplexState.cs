namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// A basis of a program with its inverse and values. Row i has a logical variable s with Σ a x + s = b: from 0 up for
/// rows of at most, from 0 down for rows of at least, 0 for equal ones. Column j is variable j, the logical of row i is
/// variable ~i. Variables outside the basis stand at a bound. Not thread-safe.
/// </summary>
internal sealed class SimplexState(LinearProgram program)
{
    private const double LeastPivot = 1e-9;

    private readonly ScaledProgram _scaled = new(program);
    private readonly BasisInverse _inverse = new();
    private readonly List<bool> _isBasic = [];
    private readonly List<bool> _atUpper = [];
    private int[] _head = [];
    private bool[] _logicalBasic = [];
    private bool _dualsHold;
    private long _work;

    /// <summary>The program.</summary>
    public LinearProgram Program => program;

    /// <summary>Its scaled form.</summary>
    public ScaledProgram Scaled => _scaled;

    /// <summary>Counted work.</summary>
    public long Work => _work + _inverse.Work;

    /// <summary>Changes of basis since the inverse was made.</summary>
    public int StepsSinceFactored { get; private set; }

    /// <summary>Value of the basic variable of each row.</summary>
    public double[] Basic { get; private set; } = [];

    /// <summary>Dual price y of each row, for the objective of the phase.</summary>
    public double[] Dual { get; private set; } = [];

    /// <summary>The entering column in terms of the basis, α = B⁻¹ a.</summary>
    public double[] Alpha { get; private set; } = [];

    /// <summary>The basic variable of a row.</summary>
    public int Head(int row) => _head[row];

    /// <summary>A variable's number in the order of Bland's rule: columns, then logicals.</summary>
    public int Rank(int variable) => variable >= 0 ? variable : program.ColumnCount + ~variable;

    /// <summary>A row of the inverse.</summary>
    public ReadOnlySpan<double> InverseRow(int row) => _inverse.Row(row);

    /// <summary>Whether a variable is in the basis.</summary>
    public bool IsBasic(int variable) => variable >= 0 ? _isBasic[variable] : _logicalBasic[~variable];

    /// <summary>Whether a variable outside the basis stands at its upper bound.</summary>
    public bool IsAtUpper(int variable) =>
        variable >= 0 ? _atUpper[variable] : program.Sense(~variable) == RowSense.AtLeast;

    /// <summary>Lower bound of a variable.</summary>
    public double Lower(int variable) =>
        variable < 0 && program.Sense(~variable) == RowSense.AtLeast ? double.NegativeInfinity : 0;

    /// <summary>Upper bound of a variable.</summary>
    public double Upper(int variable) => variable >= 0 ? _scaled.Upper(variable)
        : program.Sense(~variable) == RowSense.AtMost ? double.PositiveInfinity : 0;

    /// <summary>Adds to the counted work.</summary>
    public void Count(long work) => _work += work;

    /// <summary>Takes up what was added to the program or changed in it.</summary>
    public void Refresh()
    {
        _scaled.Refresh();
        while (_isBasic.Count < program.ColumnCount)
        {
            _isBasic.Add(false);
            _atUpper.Add(false);
        }

        for (var j = 0; j < _atUpper.Count; j++)
        {
            _atUpper[j] &= double.IsFinite(program.Upper(j));
        }

        var rows = _head.Length;
        Array.Resize(ref _head, program.RowCount);
        Array.Resize(ref _logicalBasic, program.RowCount);
        Array.Fill(_logicalBasic, true, rows, program.RowCount - rows);
        Factor();
    }

    /// <summary>
    /// Makes the inverse anew: the structural columns of the basis enter the identity one by one, sparse ones first,
    /// each in the row where it is largest. One that depends on those before leaves the basis for a logical.
    /// </summary>
    public void Factor()
    {
        var m = program.RowCount;
        _inverse.Reset(m);
        (Basic, Dual, Alpha) = (new double[m], new double[m], new double[m]);
        for (var i = 0; i < m; i++)
        {
            _head[i] = ~i;
        }

        var open = Array.ConvertAll(_logicalBasic, basic => !basic);
        var columns = Enumerable.Range(0, _isBasic.Count).Where(j => _isBasic[j])
            .OrderBy(j => _scaled.Index(j).Length).ThenBy(j => j).ToArray();
        foreach (var j in columns)
        {
            ComputeColumn(j);
            var row = Largest(open);
            if (row < 0)
            {
                (_isBasic[j], _atUpper[j]) = (false, false);
                continue;
            }

            _inverse.Pivot(row, Alpha);
            (_head[row], open[row]) = (j, false);
        }

        for (var i = 0; i < m; i++)
        {
            _logicalBasic[i] |= open[i];
        }

        (StepsSinceFactored, _dualsHold) = (0, false);
        ComputeValues();
    }

    /// <summary>Whether all basic variables are within their bounds.</summary>
    public bool IsFeasible()
    {
        for (var i = 0; i < Basic.Length; i++)
        {
            if (Violation(i) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>-1 when a row's basic variable is below its lower bound, 1 when above its upper one, else 0.</summary>
    public int Violation(int row) =>
        Basic[row] < Lower(_head[row]) - Simplex.Tolerance ? -1
        : Basic[row] > Upper(_head[row]) + Simplex.Tolerance ? 1 : 0;

    /// <summary>Computes the prices of the rows: for the objective, or for the sum of infeasibilities.</summary>
    public void PriceRows(bool feasible)
    {
        if (feasible && _dualsHold)
        {
            return;
        }

        _dualsHold = feasible;
        Array.Clear(Dual);
        for (var i = 0; i < Dual.Length; i++)
        {
            var cost = !feasible ? -Violation(i) : _head[i] >= 0 ? _scaled.Objective(_head[i]) : 0;
            if (cost != 0)
            {
                _inverse.AddRow(i, cost, Dual);
                _work += Dual.Length;
            }
        }
    }

    /// <summary>Computes <see cref="Alpha"/> for a variable.</summary>
    public void ComputeColumn(int variable)
    {
        if (variable >= 0)
        {
            _inverse.Times(_scaled.Index(variable), _scaled.Value(variable), Alpha);
            return;
        }

        _inverse.Times([~variable], [1.0], Alpha);
    }

    /// <summary>Takes a step: the entering variable moves, the leaving one goes to its bound.</summary>
    /// <param name="entering">What enters.</param>
    /// <param name="step">How far, and what leaves.</param>
    /// <param name="feasible">Whether the prices are those of the objective; they are then updated too.</param>
    public void Take(Entering entering, SimplexStep step, bool feasible)
    {
        var move = entering.Direction * step.Length;
        for (var i = 0; i < Basic.Length; i++)
        {
            Basic[i] -= move * Alpha[i];
        }

        var variable = entering.Variable;
        if (step.Row < 0)
        {
            _atUpper[variable] = !_atUpper[variable];
            return;
        }

        var value = (IsAtUpper(variable) ? Upper(variable) : Math.Max(Lower(variable), 0)) + move;
        SetBasic(_head[step.Row], false, step.ToUpper);
        SetBasic(variable, true, false);
        _inverse.Pivot(step.Row, Alpha);
        if (feasible)
        {
            // y' = y + d_q · (row of the new inverse): the new basic variable's reduced cost becomes 0.
            _inverse.AddRow(step.Row, entering.Reduced, Dual);
        }

        (_head[step.Row], Basic[step.Row]) = (variable, value);
        StepsSinceFactored++;
    }

    private void SetBasic(int variable, bool isBasic, bool atUpper)
    {
        if (variable < 0)
        {
            _logicalBasic[~variable] = isBasic;
            return;
        }

        (_isBasic[variable], _atUpper[variable]) = (isBasic, atUpper);
    }

    private int Largest(bool[] open)
    {
        var (row, size) = (-1, LeastPivot);
        for (var i = 0; i < open.Length; i++)
        {
            if (open[i] && Math.Abs(Alpha[i]) > size)
            {
                (row, size) = (i, Math.Abs(Alpha[i]));
            }
        }

        return row;
    }

    private void ComputeValues()
    {
        var rest = new double[program.RowCount];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = _scaled.RightSide(i);
        }

        for (var j = 0; j < _isBasic.Count; j++)
        {
            if (!_isBasic[j] && _atUpper[j])
            {
                var index = _scaled.Index(j);
                var value = _scaled.Value(j);
                for (var k = 0; k < index.Length; k++)
                {
                    rest[index[k]] -= value[k] * _scaled.Upper(j);
                }
            }
        }

        _inverse.Times(rest, Basic);
    }
}
