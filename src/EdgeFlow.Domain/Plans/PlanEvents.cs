using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>
/// A plan was adopted: its revision is the version of the plan stream, its parent the one before. Holds the jobs that
/// changed;
/// all others keep what they have, and their epoch.
/// </summary>
/// <param name="Revision">This plan's number, 1 and up.</param>
/// <param name="Parent">The revision it was made from.</param>
/// <param name="Trigger">Why a new plan was made, in words: <c>job j-1 arrived</c>, <c>node edge-3 lost</c>.</param>
/// <param name="Jobs">Plans of the jobs that are new or changed, by job id.</param>
/// <param name="Departed">Jobs that left, by id.</param>
/// <param name="Waiting">Jobs that could not be placed, by id.</param>
/// <param name="Decision">How it was made.</param>
/// <param name="OccurredAt">When.</param>
public sealed record PlanAdopted(
    int Revision, int Parent, string Trigger, IReadOnlyList<JobPlan> Jobs, IReadOnlyList<JobId> Departed,
    IReadOnlyList<WaitingJob> Waiting, PlanDecision Decision, DateTimeOffset OccurredAt) : IEvent;
