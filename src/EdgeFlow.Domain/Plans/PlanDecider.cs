using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>
/// Decides about adoption: one plan after another, each made from the one before. Whether a plan is sound is the
/// verifier's question, asked before. Pure.
/// </summary>
public static class PlanDecider
{
    /// <summary>The answer to a command.</summary>
    /// <param name="state">The plan in force; null before the first.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(PlanState? state, PlanCommand command) => command switch
    {
        AdoptPlan adopt => Adopt(state?.Revision ?? 0, adopt),
        _ => throw new InvalidOperationException($"The plan: no rule for {command.GetType().Name}."),
    };

    /// <summary>The plan after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static PlanState Evolve(PlanState? state, IEvent @event)
    {
        var current = state?.Revision ?? 0;
        if (@event is not PlanAdopted adopted || adopted.Parent != current || adopted.Revision != current + 1)
        {
            throw new InvalidOperationException(
                $"Revision {current} of the plan is followed by {@event.GetType().Name}; "
                + $"revision {current + 1} is expected.");
        }

        var jobs = (state?.Jobs ?? ImmutableSortedDictionary<JobId, JobPlan>.Empty).ToBuilder();
        var waiting = (state?.Waiting ?? ImmutableSortedDictionary<JobId, WaitingJob>.Empty).ToBuilder();
        jobs.RemoveRange(adopted.Departed.Concat(adopted.Waiting.Select(job => job.Job)));
        waiting.RemoveRange(adopted.Departed.Concat(adopted.Jobs.Select(job => job.Job)));
        foreach (var job in adopted.Jobs)
        {
            jobs[job.Job] = job;
        }

        foreach (var job in adopted.Waiting)
        {
            waiting[job.Job] = job;
        }

        return new PlanState(
            PlanLifecycle.Table.After(state?.Status, PlanTrigger.Adopted, "plan"), adopted.Revision, jobs.ToImmutable(),
            waiting.ToImmutable());
    }

    private static Decision Adopt(int current, AdoptPlan adopt)
    {
        if (adopt.Parent != current)
        {
            return Decision.Reject(
                RejectionCodes.StaleParent,
                    $"The plan was made from revision {adopt.Parent}; the current one is {current}.");
        }

        return Wrong(adopt, current + 1) is { } problem
            ? Decision.Reject(RejectionCodes.BadValue, $"Plan {current + 1}: {problem}.")
            : Decision.Of(new PlanAdopted(
                current + 1, current, EventText.Clean(adopt.Trigger), adopt.Jobs, adopt.Departed, adopt.Waiting,
                adopt.Made, adopt.OccurredAt));
    }

    private static string? Wrong(AdoptPlan adopt, int revision)
    {
        var named = new HashSet<JobId>();
        var ids = adopt.Jobs.Select(job => job.Job).Concat(adopt.Departed).Concat(adopt.Waiting.Select(job => job.Job));
        foreach (var id in ids)
        {
            if (!named.Add(id))
            {
                return $"job '{id}' is in it twice";
            }
        }

        foreach (var job in adopt.Jobs)
        {
            if (job.Epoch != revision)
            {
                return $"job '{job.Job}' has epoch {job.Epoch}; a changed job has the plan's revision";
            }

            if (!double.IsFinite(job.Rate.Value) || !double.IsFinite(job.Span.Value))
            {
                return $"job '{job.Job}' has rate {job.Rate.Value} and span {job.Span.Value}; both must be finite";
            }
        }

        return double.IsFinite(adopt.Made.Objective) && double.IsFinite(adopt.Made.Bound ?? 0)
            ? null
            : $"objective {adopt.Made.Objective} and bound {adopt.Made.Bound} must be finite";
    }
}
