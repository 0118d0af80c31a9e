using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>One demand of a job that could be given up.</summary>
/// <param name="Pointer">JSON pointer to it in the manifest.</param>
/// <param name="Words">What it asks, in words.</param>
/// <param name="Drop">The job without it.</param>
/// <param name="Kind">What kind of demand it is.</param>
/// <param name="Task">Position of its task in the manifest; -1 when it is the whole job's.</param>
internal sealed record Demand(
    string Pointer, string Words, Func<SnapshotJob, SnapshotJob> Drop, DemandKind Kind, int Task = -1);
