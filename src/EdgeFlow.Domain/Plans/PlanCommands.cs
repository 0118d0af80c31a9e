using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>Something that somebody wants of the plan.</summary>
/// <param name="OccurredAt">When it was asked; the events take their time from here.</param>
public abstract record PlanCommand(DateTimeOffset OccurredAt);

/// <summary>
/// Adopts a plan that was made from revision <paramref name="Parent"/>: rejected when that is not the current one.
/// </summary>
/// <param name="Parent">The revision it was made from; 0 for the first. The new revision is one more.</param>
/// <param name="Trigger">Why a new plan was made, in words.</param>
/// <param name="Jobs">Plans of the jobs that are new or changed, by job id; their epoch is the new revision.</param>
/// <param name="Departed">Jobs that left, by id.</param>
/// <param name="Waiting">Jobs that could not be placed, by id.</param>
/// <param name="Made">How it was made.</param>
/// <param name="OccurredAt">When.</param>
public sealed record AdoptPlan(
    int Parent, string Trigger, IReadOnlyList<JobPlan> Jobs, IReadOnlyList<JobId> Departed,
    IReadOnlyList<WaitingJob> Waiting, PlanDecision Made, DateTimeOffset OccurredAt) : PlanCommand(OccurredAt);
