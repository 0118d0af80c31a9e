namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// Chooses the variable that enters: the largest d²/w, where d is its reduced cost and w its devex weight, an estimate
/// of the squared length of its edge (Harris, Pivot selection methods of the Devex LP code, 1973). Ties go to the lower
/// number. Not thread-safe.
/// </summary>
internal sealed class DevexPricing
{
    private const double LargestWeight = 1e12;

    private readonly SimplexState _state;
    private readonly double[] _column;
    private readonly double[] _logical;

    public DevexPricing(SimplexState state)
    {
        _state = state;
        _column = new double[state.Scaled.ColumnCount];
        _logical = new double[state.Scaled.RowCount];
        Reset();
    }

    /// <summary>Starts a new frame of reference.</summary>
    public void Reset()
    {
        Array.Fill(_column, 1);
        Array.Fill(_logical, 1);
    }

    /// <summary>Chooses.</summary>
    /// <param name="feasible">Whether the objective counts (phase 2), not the infeasibilities.</param>
    /// <param name="bland">Whether the first that helps is taken.</param>
    /// <returns>The variable, or null when none helps.</returns>
    public Entering? Choose(bool feasible, bool bland)
    {
        Entering? chosen = null;
        var best = 0.0;
        for (var j = 0; j < _column.Length; j++)
        {
            if (!_state.IsBasic(j) && _state.Upper(j) > 0)
            {
                var cost = (feasible ? _state.Scaled.Objective(j) : 0) - Product(_state.Dual, j);
                Offer(j, cost, _column[j]);
            }

            if (bland && chosen is not null)
            {
                return chosen;
            }
        }

        for (var i = 0; i < _logical.Length && !(bland && chosen is not null); i++)
        {
            if (!_state.IsBasic(~i) && _state.Program.Sense(i) != RowSense.Equal)
            {
                Offer(~i, -_state.Dual[i], _logical[i]);
            }
        }

        _state.Count(_state.Scaled.Coefficients + _logical.Length);
        return chosen;

        void Offer(int variable, double cost, double weight)
        {
            var gain = _state.IsAtUpper(variable) ? -cost : cost;
            if (gain > Simplex.Tolerance && gain * gain > best * weight)
            {
                best = gain * gain / weight;
                chosen = new Entering(variable, cost > 0 ? 1 : -1, cost);
            }
        }
    }

    /// <summary>Updates the weights before a change of basis.</summary>
    public void Update(Entering entering, SimplexStep step)
    {
        if (step.Row < 0)
        {
            return;
        }

        var pivot = _state.Alpha[step.Row];
        var row = _state.InverseRow(step.Row);
        var own = Weight(entering.Variable) / (pivot * pivot);
        for (var j = 0; j < _column.Length; j++)
        {
            if (!_state.IsBasic(j))
            {
                var a = Product(row, j);
                _column[j] = Math.Max(_column[j], a * a * own);
            }
        }

        for (var i = 0; i < _logical.Length; i++)
        {
            _logical[i] = Math.Max(_logical[i], row[i] * row[i] * own);
        }

        Weight(_state.Head(step.Row)) = Math.Max(1, own);
        _state.Count(_state.Scaled.Coefficients + _logical.Length);
        if (own > LargestWeight)
        {
            Reset();
        }
    }

    private ref double Weight(int variable) => ref variable >= 0 ? ref _column[variable] : ref _logical[~variable];

    private double Product(ReadOnlySpan<double> row, int column)
    {
        var index = _state.Scaled.Index(column);
        var value = _state.Scaled.Value(column);
        var sum = 0.0;
        for (var k = 0; k < index.Length; k++)
        {
            sum += row[index[k]] * value[k];
        }

        return sum;
    }
}
