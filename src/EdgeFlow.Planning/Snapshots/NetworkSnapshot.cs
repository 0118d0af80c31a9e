using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>The planner's whole input: nothing else may influence a plan. Immutable.</summary>
/// <param name="Revision">Revision of the plan in force: the parent of the next.</param>
/// <param name="Options">Which model of compute and links holds.</param>
/// <param name="Nodes">Nodes that may host stages, by id.</param>
/// <param name="Links">Links that are up, by id.</param>
/// <param name="Jobs">Jobs to plan for (running, waiting and new), by id.</param>
/// <param name="Current">Plans in force of those jobs, by job id; a job without one is new or waits.</param>
public sealed record NetworkSnapshot(
    int Revision, SnapshotOptions Options, IReadOnlyList<SnapshotNode> Nodes, IReadOnlyList<SnapshotLink> Links,
    IReadOnlyList<SnapshotJob> Jobs, IReadOnlyList<JobPlan> Current);
