using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Planning;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes snapshots and plans, keeping between them what has not changed, so that a plan costs what has. The plans are
/// those that would be made without. Thread safe: one plan at a time.
/// </summary>
internal sealed class PlanMaker(PlanningOptions options, TimeProvider time)
{
    private readonly Lock turn = new();
    private readonly PlanMemory memory = new();
    private readonly SnapshotJobs jobs = new();

    /// <summary>Plans for what is known.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="trigger">Why, in words.</param>
    /// <param name="attempt">Which attempt at the same trigger, from 1.</param>
    public Solve Make(NetworkState state, string trigger, int attempt)
    {
        lock (turn)
        {
            var snapshot = SnapshotBuilder.Build(state, options, jobs);
            var start = time.GetTimestamp();
            var proposal = Planner.Plan(snapshot, options.Seed, memory);
            return new Solve(
                SolveOrigin.Event, trigger, attempt, snapshot, proposal, WorkBudget: null, IsWarm: true,
                time.GetElapsedTime(start).TotalMilliseconds, time.GetUtcNow());
        }
    }
}
