using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>
/// The plan in force, as its events tell it. Immutable; made by <see cref="PlanDecider.Evolve"/> only.
/// </summary>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Revision">Its number: the version of the plan stream.</param>
/// <param name="Jobs">What is decided for each placed job.</param>
/// <param name="Waiting">The jobs that could not be placed.</param>
public sealed record PlanState(
    PlanStatus Status, int Revision, ImmutableSortedDictionary<JobId, JobPlan> Jobs,
    ImmutableSortedDictionary<JobId, WaitingJob> Waiting);
