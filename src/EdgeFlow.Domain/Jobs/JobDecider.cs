namespace EdgeFlow.Domain.Jobs;

/// <summary>
/// Decides what happens to a job: command in, events out; and what they mean: <see cref="Evolve"/>. Pure.
/// </summary>
public static class JobDecider
{
    /// <summary>Most tasks of a job: as many as an application may have.</summary>
    public const int MaxTasks = 1_000;

    /// <summary>The answer to a command.</summary>
    /// <param name="state">The job as it is; null when there is none of this id.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(JobState? state, JobCommand command)
    {
        if (command is SubmitJob submit)
        {
            return JobSubmission.Decide(state, submit);
        }

        if (state is null)
        {
            return Decision.Reject(RejectionCodes.Unknown, $"There is no job '{command.Job}'.");
        }

        return command switch
        {
            HoldJob hold => Hold(state, hold),
            RefuseJob refuse => Refuse(state, refuse.Pointer, refuse.Reason, refuse.OccurredAt),
            PlanJob plan => Plan(state, plan),
            StartJob start => Start(state, start),
            CompleteTask or FailTask or ReopenTask => TaskReports.Decide(state, command),
            CompleteJob complete => Complete(state, complete),
            FailJob fail => Fail(state, fail),
            CancelJob cancel => Cancel(state, cancel),
            ConfirmCancel confirm => Confirm(state, confirm),
            DestroyPersonalData destroy => Destroy(state, destroy),
            _ => throw new InvalidOperationException($"Job '{state.Job}': no rule for {command.GetType().Name}."),
        };
    }

    /// <summary>The job after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static JobState Evolve(JobState? state, IEvent @event) => JobEvolution.Evolve(state, @event);

    /// <summary>Refuses what the lifecycle does not have, with the end state's own code.</summary>
    internal static Rejected? NotAllowed(JobState state, JobTrigger trigger)
    {
        var needsPlacement = trigger is JobTrigger.TaskReported or JobTrigger.Completed;
        if (JobLifecycle.Table.Allows(state.Status, trigger) && (state.Epoch > 0 || !needsPlacement))
        {
            return null;
        }

        return state.IsEnded
            ? new Rejected(RejectionCodes.Ended, $"Job '{state.Job}' has ended: {state.Status}.")
            : new Rejected(RejectionCodes.NotAllowed,
                $"Job '{state.Job}' is {state.Status}: '{trigger}' cannot happen to it now.");
    }

    /// <summary>Fencing: only what was done under the job's present epoch counts.</summary>
    internal static Rejected? WrongEpoch(JobState state, int epoch)
    {
        if (epoch < state.Epoch)
        {
            return new Rejected(
                RejectionCodes.StaleEpoch,
                    $"Job '{state.Job}' is at epoch {state.Epoch}; this comes from epoch {epoch}.");
        }

        return epoch == state.Epoch
            ? null
            : new Rejected(RejectionCodes.UnknownEpoch,
                $"Job '{state.Job}' is at epoch {state.Epoch}, not yet at {epoch}.");
    }

    private static Decision Hold(JobState state, HoldJob hold)
    {
        var wasNeverPlaced = state.Epoch == 0;
        if (wasNeverPlaced && state.Demand.WhenInfeasible == Applications.WhenInfeasible.Refuse)
        {
            return Refuse(state, hold.Pointer, hold.Reason, hold.OccurredAt);
        }

        var (pointer, reason) = (EventText.Clean(hold.Pointer), EventText.Clean(hold.Reason));
        if (state.Status == JobStatus.Waiting && state.Pointer == pointer && state.Reason == reason)
        {
            return Decision.Nothing;
        }

        return NotAllowed(state, JobTrigger.Queued)
            ?? Decision.Of(new JobQueued(state.Job, pointer, reason, hold.OccurredAt));
    }

    private static Decision Refuse(JobState state, string pointer, string reason, DateTimeOffset at)
    {
        if (state.Status == JobStatus.Refused)
        {
            return Decision.Nothing;
        }

        if (state.Epoch > 0 && !state.IsEnded)
        {
            return Decision.Reject(
                RejectionCodes.NotAllowed, $"Job '{state.Job}' was placed (epoch {state.Epoch}): it waits or fails.");
        }

        return NotAllowed(state, JobTrigger.Refused)
            ?? Decision.Of(new JobRefused(state.Job, EventText.Clean(pointer), EventText.Clean(reason), at));
    }

    private static Decision Plan(JobState state, PlanJob plan)
    {
        if (plan.Epoch <= state.Epoch)
        {
            return Decision.Nothing;
        }

        return NotAllowed(state, JobTrigger.Planned)
            ?? Decision.Of(new JobPlanned(state.Job, plan.Epoch, plan.OccurredAt));
    }

    private static Decision Start(JobState state, StartJob start)
    {
        if (state.Status == JobStatus.Running && start.Epoch == state.Epoch)
        {
            return Decision.Nothing;
        }

        return NotAllowedUnder(state, start.Epoch, JobTrigger.Started)
            ?? Decision.Of(new JobStarted(state.Job, start.Epoch, start.OccurredAt));
    }

    private static Decision Complete(JobState state, CompleteJob complete)
    {
        if (state.Status == JobStatus.Completed)
        {
            return Decision.Nothing;
        }

        return NotAllowedUnder(state, complete.Epoch, JobTrigger.Completed)
            ?? JobCompleteness.Missing(state, complete)
            ?? Decision.Of(new JobCompleted(state.Job, complete.Frames, complete.OccurredAt));
    }

    private static Decision Fail(JobState state, FailJob fail)
    {
        if (state.Status == JobStatus.Failed)
        {
            return Decision.Nothing;
        }

        return NotAllowedUnder(state, fail.Epoch, JobTrigger.Failed)
            ?? Decision.Of(new JobFailed(
                state.Job, EventText.Clean(fail.ErrorType), EventText.Clean(fail.Reason), fail.OccurredAt));
    }

    private static Decision Cancel(JobState state, CancelJob cancel)
    {
        if (state.Status is JobStatus.Cancelling or JobStatus.Cancelled)
        {
            return Decision.Nothing;
        }

        if (NotAllowed(state, JobTrigger.CancelRequested) is { } rejected)
        {
            return rejected;
        }

        var requested = new JobCancelRequested(state.Job, EventText.Clean(cancel.Actor), cancel.OccurredAt);
        var nothingIsHosted = state.Epoch == 0;
        return nothingIsHosted
            ? Decision.Of(requested, new JobCancelled(state.Job, cancel.OccurredAt))
            : Decision.Of(requested);
    }

    private static Decision Confirm(JobState state, ConfirmCancel confirm)
    {
        if (state.Status == JobStatus.Cancelled)
        {
            return Decision.Nothing;
        }

        return NotAllowed(state, JobTrigger.Cancelled)
            ?? Decision.Of(new JobCancelled(state.Job, confirm.OccurredAt));
    }

    private static Decision Destroy(JobState state, DestroyPersonalData destroy)
    {
        if (!state.IsEnded)
        {
            return Decision.Reject(
                RejectionCodes.NotAllowed,
                $"Job '{state.Job}' is {state.Status}: its stages may need its personal data. Cancel it first.");
        }

        return state.IsWithoutPersonalData
            ? Decision.Nothing
            : Decision.Of(new PersonalDataDestroyed(state.Job, destroy.OccurredAt));
    }

    private static Decision? NotAllowedUnder(JobState state, int epoch, JobTrigger trigger) =>
        state.IsEnded ? NotAllowed(state, trigger) : WrongEpoch(state, epoch) ?? NotAllowed(state, trigger);
}
