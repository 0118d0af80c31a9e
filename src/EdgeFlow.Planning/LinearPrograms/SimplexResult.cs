namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>Reads values and prices out of a basis, in the numbers of the program as given. Stateless.</summary>
internal static class SimplexResult
{
    /// <summary>Reads them.</summary>
    public static LinearOptimum Read(SimplexState state, LinearStatus status, long work)
    {
        var values = Values(state, status);
        var objective = 0.0;
        for (var j = 0; j < values.Length; j++)
        {
            objective += state.Program.Objective(j) * values[j];
        }

        return new LinearOptimum(status, objective, values, Duals(state), work);
    }

    private static double[] Values(SimplexState state, LinearStatus status)
    {
        var program = state.Program;
        var values = new double[program.ColumnCount];
        for (var j = 0; j < values.Length; j++)
        {
            values[j] = !state.IsBasic(j) && state.IsAtUpper(j) ? program.Upper(j) : 0;
        }

        for (var i = 0; i < state.Basic.Length; i++)
        {
            var j = state.Head(i);
            if (j >= 0)
            {
                // At the end rounding alone takes a value beyond its bounds; before, it may truly be there.
                var value = state.Scaled.ValueOf(j, state.Basic[i]);
                values[j] = status == LinearStatus.Optimal ? Math.Clamp(value, 0, program.Upper(j)) : value;
            }
        }

        return values;
    }

    private static double[] Duals(SimplexState state)
    {
        var duals = new double[state.Dual.Length];
        for (var i = 0; i < duals.Length; i++)
        {
            // Rounding may leave a price on its wrong side by less than the tolerance.
            var dual = state.Scaled.DualOf(i, state.Dual[i]);
            duals[i] = state.Program.Sense(i) switch
            {
                RowSense.AtMost => Math.Max(0, dual),
                RowSense.AtLeast => Math.Min(0, dual),
                _ => dual,
            };
        }

        return duals;
    }
}
