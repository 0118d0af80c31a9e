using EdgeFlow.Control.Commands;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Planning;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// What adopting a proposal appends: the plan's event and one for each job that it places or holds, in one transaction,
/// each stream at the version that was planned from. Pure.
/// </summary>
public static class PlanAdoption
{
    /// <summary>The stream of plans; its version is the revision.</summary>
    public const string Stream = "plan";

    /// <summary>The streams to append to; none when the proposal changes nothing.</summary>
    /// <param name="state">What was planned from.</param>
    /// <param name="proposal">The verified proposal.</param>
    /// <param name="snapshotHash">Hash of the planner's input.</param>
    /// <param name="trigger">Why it was planned, in words.</param>
    /// <param name="now">The time of the events.</param>
    /// <exception cref="InvalidOperationException">A decider refuses what planner and verifier agreed on.</exception>
    public static IReadOnlyList<StreamAppend> Streams(
        NetworkState state, Proposal proposal, string snapshotHash, string trigger, DateTimeOffset now)
    {
        var epoch = proposal.Parent + 1;
        var jobs = state.Jobs.ToDictionary(job => job.State.Job);
        var placed = proposal.Changed.Order()
            .Select(job => Job(jobs[job], new PlanJob(job, epoch, now)));
        var held = proposal.Waiting.OrderBy(waiting => waiting.Job)
            .Select(waiting => Job(jobs[waiting.Job], new HoldJob(waiting.Job, waiting.Pointer, waiting.Words, now)));
        var appends = placed.Concat(held).OfType<StreamAppend>().ToList();
        var planned = proposal.Jobs.Select(plan => plan.Job).ToHashSet();
        var losing = (state.Plan?.Jobs.Keys ?? []).Where(job => !planned.Contains(job)).ToList();
        if (proposal.Changed.Count == 0 && losing.Count == 0)
        {
            // Nothing is placed otherwise than before; a job that now waits for another reason still says so.
            return appends;
        }

        var waits = proposal.Waiting.Where(waiting => !IsRefused(jobs[waiting.Job].State)).ToList();
        var departed = losing.Except(waits.Select(waiting => waiting.Job)).Order().ToList();
        return [Plan(state, proposal, departed, waits, snapshotHash, trigger, now), .. appends];
    }

    private static StreamAppend Plan(
        NetworkState state, Proposal proposal, IReadOnlyList<JobId> departed, IReadOnlyList<WaitingJob> waits,
        string snapshotHash, string trigger, DateTimeOffset now)
    {
        var report = proposal.Report;
        var changed = proposal.Changed.ToHashSet();
        var made = new PlanDecision(
            report.Policy, report.Seed, snapshotHash, report.Objective, report.Bound, report.Work,
            [.. report.Jobs.Select(job => $"{job.Job}: {job.Reason}")]);
        var adopt = new AdoptPlan(
            proposal.Parent, trigger, [.. proposal.Jobs.Where(plan => changed.Contains(plan.Job))], departed, waits,
            made, now);
        return PlanDecider.Decide(state.Plan, adopt) is Accepted accepted
            ? new StreamAppend(Stream, Stream, ExpectedVersion.Exactly(proposal.Parent), accepted.Events)
            : throw new InvalidOperationException(
                $"Plan {proposal.Parent + 1} was verified, and is refused: {PlanDecider.Decide(state.Plan, adopt)}.");
    }

    private static StreamAppend? Job(ActiveJob job, JobCommand command) =>
        JobDecider.Decide(job.State, command) switch
        {
            Accepted { Events.IsEmpty: true } => null,
            Accepted accepted => new StreamAppend(
                Aggregates.Job.StreamOf(job.State.Job.Value), Aggregates.Job.Kind,
                ExpectedVersion.Exactly(job.Version), accepted.Events),
            var refused => throw new InvalidOperationException(
                $"Job '{job.State.Job}' at version {job.Version} was planned for, and refuses it: {refused}."),
        };

    private static bool IsRefused(JobState job) =>
        job.Epoch == 0 && job.Demand.WhenInfeasible == Domain.Applications.WhenInfeasible.Refuse;
}
