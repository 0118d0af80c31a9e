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
public sealed record TaskSpec(
    TaskId Id, StageSpec Stage, IReadOnlyList<NeedSpec> Needs, WorkUnits? Work, Bytes Memory,
    PlacementConstraints Constraints, RetrySpec Retry, Milliseconds? Timeout);
