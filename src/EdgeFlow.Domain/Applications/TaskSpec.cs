using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications;

/// <summary>A task: a vertex of the DAG.</summary>
/// <param name="Id">Unique in the application.</param>
/// <param name="Stage">What it executes.</param>
/// <param name="Needs">The tasks whose output it reads; none for a source.</param>
/// <param name="Work">Computation C_i a frame; null means "profile it".</param>
/// <param name="Memory">Memory that it holds while hosted.</param>
/// <param name="Constraints">Where it may run.</param>
/// <param name="Retry">What happens when an attempt fails.</param>
/// <param name="Timeout">Longest time of one attempt at one frame; null for the default of the node.</param>
/// <param name="Accelerators">Accelerators that it holds while hosted: name → how many; null for none.</param>
/// <param name="Accuracy">Part of the frames that the full model gets right; null counts as 1.</param>
/// <param name="Variants">Other forms of its model; null for none.</param>
public sealed record TaskSpec(
    TaskId Id, StageSpec Stage, IReadOnlyList<NeedSpec> Needs, WorkUnits? Work, Bytes Memory,
    PlacementConstraints Constraints, RetrySpec Retry, Milliseconds? Timeout,
    IReadOnlyDictionary<string, int>? Accelerators = null, double? Accuracy = null,
    IReadOnlyList<ModelVariant>? Variants = null);
