using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Protocol.State;

/// <summary>The plan in force at a place of the history.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Jobs">What it decides for each job, by id; at most as many as a page holds.</param>
/// <param name="Waiting">The jobs that it could not place, by id; at most as many as a page holds.</param>
public sealed record PlanInForce(
    int Revision, IReadOnlyList<PlannedJob> Jobs, IReadOnlyList<UnplacedJob> Waiting);
