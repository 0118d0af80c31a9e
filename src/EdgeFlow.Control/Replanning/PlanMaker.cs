using EdgeFlow.Control.Plans.Solves;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes snapshots and plans with a planner that keeps what has not changed, and notes how. Thread safe: one plan at a
/// time.
/// </summary>
internal sealed class PlanMaker(PlanningOptions options, TimeProvider time)
{
    private readonly Lock turn = new();
    private readonly WarmPlanner planner = new(options);

    /// <summary>Plans for what is known.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="trigger">Why, in words.</param>
    /// <param name="attempt">Which attempt at the same trigger, from 1.</param>
    public Solve Make(NetworkState state, string trigger, int attempt)
    {
        lock (turn)
        {
            var snapshot = planner.Look(state);
            var start = time.GetTimestamp();
            var proposal = planner.Plan(snapshot);
            return new Solve(
                SolveOrigin.Event, trigger, attempt, snapshot, proposal, WorkBudget: null, IsWarm: true,
                time.GetElapsedTime(start).TotalMilliseconds, time.GetUtcNow());
        }
    }
}
