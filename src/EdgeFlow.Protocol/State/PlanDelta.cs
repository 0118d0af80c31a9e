using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Protocol.State;

/// <summary>What the adoption of a plan changed.</summary>
/// <param name="Revision">The plan's number.</param>
/// <param name="Jobs">What it decides, by job; null for a job that it no longer places.</param>
/// <param name="Waiting">The jobs that it could not place, by job; null for one that it now does, or that left.</param>
public sealed record PlanDelta(
    int Revision, IReadOnlyDictionary<string, PlannedJob?> Jobs, IReadOnlyDictionary<string, UnplacedJob?> Waiting);
