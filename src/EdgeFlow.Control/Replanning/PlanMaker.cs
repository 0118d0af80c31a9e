using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes snapshots and plans, keeping between them what has not changed, so that a plan costs what has. The plans are
/// those that would be made without. Thread safe: one plan at a time.
/// </summary>
internal sealed class PlanMaker(PlanningOptions options)
{
    private readonly Lock turn = new();
    private readonly PlanMemory memory = new();
    private readonly SnapshotJobs jobs = new();

    /// <summary>Plans for what is known.</summary>
    public (NetworkSnapshot Snapshot, Proposal Proposal) Make(NetworkState state)
    {
        lock (turn)
        {
            var snapshot = SnapshotBuilder.Build(state, options, jobs);
            return (snapshot, Planner.Plan(snapshot, options.Seed, memory));
        }
    }
}
