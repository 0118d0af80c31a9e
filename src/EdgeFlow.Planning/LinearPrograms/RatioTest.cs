namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// How far the entering variable may move: Harris' two passes, the first over bounds widened by the tolerance, the
/// second choosing the largest pivot among those that stop within that distance. A basic variable that is beyond a
/// bound stops where it meets it. Stateless.
/// </summary>
internal static class RatioTest
{
    private const double LeastPivot = 1e-9;
    private const double SafePivot = 1e-6;

    /// <summary>Finds the step.</summary>
    /// <param name="state">The basis, with the entering variable's column computed.</param>
    /// <param name="entering">The variable that enters.</param>
    /// <param name="bland">Whether ties are broken by the lowest number, not by the largest pivot.</param>
    /// <returns>The step, or null when nothing stops it.</returns>
    public static SimplexStep? Find(SimplexState state, Entering entering, bool bland)
    {
        var most = FirstPass(state, entering, bland ? 0 : Simplex.Tolerance);
        var (row, length, pivot, toUpper) = (-1, double.PositiveInfinity, 0.0, false);
        for (var i = 0; i < state.Basic.Length; i++)
        {
            var (ratio, up) = Stop(state, entering, i, 0);
            if (ratio > most)
            {
                continue;
            }

            var size = Math.Abs(state.Alpha[i]);
            if (row < 0 || (bland ? state.Rank(state.Head(i)) < state.Rank(state.Head(row)) : size > pivot))
            {
                (row, length, pivot, toUpper) = (i, Math.Max(0, ratio), size, up);
            }
        }

        var variable = entering.Variable;
        var own = state.Upper(variable) - state.Lower(variable);
        if (own <= length)
        {
            return double.IsFinite(own) ? new SimplexStep(own, -1, false, false) : null;
        }

        return row < 0 ? null : new SimplexStep(length, row, toUpper, pivot < SafePivot);
    }

    private static double FirstPass(SimplexState state, Entering entering, double slack)
    {
        var most = double.MaxValue;
        for (var i = 0; i < state.Basic.Length; i++)
        {
            most = Math.Min(most, Stop(state, entering, i, slack).Ratio);
        }

        return most;
    }

    private static (double Ratio, bool ToUpper) Stop(SimplexState state, Entering entering, int row, double slack)
    {
        var speed = -entering.Direction * state.Alpha[row];
        if (Math.Abs(speed) < LeastPivot)
        {
            return (double.PositiveInfinity, false);
        }

        var (lower, upper) = (state.Lower(state.Head(row)), state.Upper(state.Head(row)));
        var violation = state.Violation(row);
        if (speed > 0)
        {
            var bound = violation < 0 ? lower : violation > 0 ? double.PositiveInfinity : upper;
            return ((bound + slack - state.Basic[row]) / speed, violation >= 0);
        }

        var floor = violation > 0 ? upper : violation < 0 ? double.NegativeInfinity : lower;
        return ((floor - slack - state.Basic[row]) / speed, violation > 0);
    }
}
