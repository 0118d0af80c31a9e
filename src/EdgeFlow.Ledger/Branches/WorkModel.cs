using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Lets jobs end whose plan in the branch is not the recorded one, so that their recorded ends mean nothing there. A
/// stream ends once it was granted as many frames as it was until it completed in the record; a batch job as its plan
/// says, times what the record took against its own plan. docs/ledger/branches.md has the model. Owned by one run.
/// </summary>
internal sealed class WorkModel(Recording recording, BranchWorld world, BranchPlanner planner, Agenda agenda)
{
    // Later than this is never: a stream that is granted next to nothing.
    private const double MostSeconds = 1e9;

    private readonly Dictionary<JobId, int> modelled = [];

    /// <summary>What the streams were granted in the branch.</summary>
    public Grants Grants { get; } = new();

    /// <summary>Whether the record is over, so that what it tells of a job that had not ended is no more.</summary>
    public bool IsBeyondRecord { get; set; }

    /// <summary>Whether a job ends as the model says.</summary>
    public bool Has(JobId job) => modelled.ContainsKey(job);

    /// <summary>Takes a job over from the record, if it is not the model's yet.</summary>
    public void Take(JobId job, DateTimeOffset at)
    {
        if (modelled.TryAdd(job, 0))
        {
            Schedule(job, at);
        }
    }

    /// <summary>Makes the schedule of a job that is the model's anew: its plan changed.</summary>
    public void Schedule(JobId job, DateTimeOffset at)
    {
        var turn = ++modelled[job];
        if (world.State.Jobs.GetValueOrDefault(job)?.State is not { } state)
        {
            return;
        }

        if (state.Status == JobStatus.Planned)
        {
            world.Execute(new StartJob(job, state.Epoch, at), at);
        }

        if (world.State.Plan?.Jobs.GetValueOrDefault(job) is null || state.Status == JobStatus.Cancelling)
        {
            return;
        }

        if (state.Demand.Mode == JobMode.Stream)
        {
            ScheduleStream(state, turn, at);
        }
        else
        {
            ScheduleBatch(state, turn, at);
        }
    }

    /// <summary>Something is due.</summary>
    /// <returns>Whether something ended by it.</returns>
    public bool End(EndDue due, DateTimeOffset at)
    {
        if (modelled.GetValueOrDefault(due.Job) != due.Turn
            || world.State.Jobs.GetValueOrDefault(due.Job)?.State is not { } state)
        {
            return false;
        }

        if (due.Task is { } task)
        {
            Complete(state, task, at);
            state = world.State.Jobs[due.Job].State;
            if (state.Missing().Any())
            {
                return false;
            }
        }

        var frames = recording.Facts.Frames(due.Job) ?? state.Demand.Frames ?? 0;
        return world.Execute(new CompleteJob(due.Job, state.Epoch, frames, frames, at), at) is null;
    }

    private void ScheduleStream(JobState state, int turn, DateTimeOffset at)
    {
        if (Target(state) is not { } target || Grants.RateOf(state.Job) is not (> 0 and var rate))
        {
            return;
        }

        // A job that runs although it was granted all its frames is slower than planned: when it ends is not known.
        var left = target - Grants.Until(state.Job, at);
        var isOverdue = left <= 0 && recording.Facts.GrantedUntilCompletion(state.Job) is null;
        var seconds = Math.Max(0, left) / rate;
        if (seconds < MostSeconds && !isOverdue)
        {
            agenda.Add(new EndDue(at.AddSeconds(seconds), state.Job, null, turn));
        }
    }

    // A stream that went on at the end of the record goes on in its branches; beyond it, and where it was never
    // recorded, it ends with the frames it was asked for, if that is known.
    private double? Target(JobState state)
    {
        if (recording.Facts.GrantedUntilCompletion(state.Job) is { } granted)
        {
            return granted;
        }

        var isRecorded = recording.Facts.Knows(state.Job);
        return isRecorded && !IsBeyondRecord ? null : state.Demand.Frames;
    }

    private void ScheduleBatch(JobState state, int turn, DateTimeOffset at)
    {
        var snapshot = planner.Look(world.Network);
        var job = snapshot.Jobs.FirstOrDefault(job => job.Id == state.Job);
        if (job is null)
        {
            return;
        }

        if (!state.Missing().Any())
        {
            agenda.Add(new EndDue(at, state.Job, null, turn));
        }

        var pace = recording.Facts.Pace(state.Job);
        foreach (var (task, seconds) in BatchSchedule.Of(snapshot, job, world.State.Plan!.Jobs[state.Job]))
        {
            if (seconds * pace < MostSeconds)
            {
                var end = state.PlannedAt.AddSeconds(seconds * pace);
                agenda.Add(new EndDue(end > at ? end : at, state.Job, task, turn));
            }
        }
    }

    // A task cannot end on a node that is gone; the plan that answers the loss gives it another and a new end.
    private void Complete(JobState state, TaskId task, DateTimeOffset at)
    {
        var plan = world.State.Plan?.Jobs.GetValueOrDefault(state.Job);
        var placement = plan?.Placements.FirstOrDefault(placement => placement.Task == task);
        if (placement is null || state.ProgressOf(task).Done
            || world.State.Nodes.GetValueOrDefault(placement.Node)?.State.Status
                is not (NodeStatus.Ready or NodeStatus.Draining))
        {
            return;
        }

        var (output, bytes) = recording.Facts.Output(state.Job, task);
        var attempt = state.ProgressOf(task).LastAttempt + 1;
        world.Execute(
            new CompleteTask(state.Job, task, attempt, state.Epoch, placement.Node, output, bytes, 0, at), at);
    }
}
