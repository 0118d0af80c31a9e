namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// The revised primal simplex method with bounded variables (Dantzig 1955; Chvátal, Linear Programming, 1983, ch. 8),
/// devex prices (Harris 1973), her two-pass ratio test, and Bland's rule after a run of steps without progress, so that
/// it ends. Phase 1 minimises the sum of infeasibilities from whatever basis is there. Asked again about the same
/// program it starts from the last basis. Deterministic; not thread-safe.
/// </summary>
public sealed class Simplex : ILinearSolver
{
    /// <summary>How far a scaled value may be beyond its bounds, and a reduced cost on its wrong side.</summary>
    public const double Tolerance = 1e-9;

    private const int StallSteps = 60;
    private const int LeastRefactorSteps = 200;
    private const int MostConfirmations = 8;

    private SimplexState? _state;

    /// <inheritdoc/>
    public LinearOptimum Maximise(LinearProgram program, long work)
    {
        if (_state is null || !ReferenceEquals(_state.Program, program))
        {
            _state = new SimplexState(program);
        }

        _state.Refresh();
        var start = _state.Work;
        var until = work > long.MaxValue - start ? long.MaxValue : start + work;
        var status = Run(_state, until);
        return SimplexResult.Read(_state, status, _state.Work - start);
    }

    private static LinearStatus Run(SimplexState state, long until)
    {
        var pricing = new DevexPricing(state);
        var (stalled, confirmations, wasFeasible) = (0, 0, state.IsFeasible());
        while (true)
        {
            if (state.Work >= until)
            {
                return LinearStatus.WorkLimit;
            }

            var feasible = state.IsFeasible();
            if (feasible != wasFeasible)
            {
                pricing.Reset();
                wasFeasible = feasible;
            }

            state.PriceRows(feasible);
            var bland = stalled > StallSteps;
            var entering = pricing.Choose(feasible, bland);
            if (entering is null)
            {
                // What rounding has hidden shows in a fresh inverse.
                if (state.StepsSinceFactored > 0 && confirmations++ < MostConfirmations)
                {
                    state.Factor();
                    continue;
                }

                return feasible ? LinearStatus.Optimal : LinearStatus.Infeasible;
            }

            state.ComputeColumn(entering.Value.Variable);
            var step = RatioTest.Find(state, entering.Value, bland);
            if (step is null)
            {
                if (state.StepsSinceFactored > 0 && confirmations++ < MostConfirmations)
                {
                    state.Factor();
                    continue;
                }

                return feasible ? LinearStatus.Unbounded : LinearStatus.Infeasible;
            }

            stalled = step.Value.Length > Tolerance ? 0 : stalled + 1;
            pricing.Update(entering.Value, step.Value);
            state.Take(entering.Value, step.Value, feasible);
            // A new inverse costs as much as the steps of a basis change of all rows; no more often than that.
            var due = Math.Max(LeastRefactorSteps, state.Program.RowCount);
            if (state.StepsSinceFactored >= due || step.Value.IsUnsafe)
            {
                state.Factor();
            }
        }
    }
}
