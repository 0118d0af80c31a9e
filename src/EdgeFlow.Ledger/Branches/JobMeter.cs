using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Measures one job while a branch goes on. Owned by one meter; not thread-safe.</summary>
internal sealed class JobMeter
{
    private readonly bool isStream;
    private readonly DateTimeOffset submitted;
    private readonly DateTimeOffset since;
    private DateTimeOffset changed;
    private DateTimeOffset? waitsSince;
    private JobPlan? plan;
    private double granted;
    private double waited;
    private double spent;
    private double framePrice;
    private int moves;
    private double? makespan;
    private string? outcome;
    private DateTimeOffset? ended;

    /// <summary>A job that is there.</summary>
    /// <param name="state">The job.</param>
    /// <param name="plan">Its plan in force; null while it waits.</param>
    /// <param name="framePrice">What a frame, or the whole batch, costs under it.</param>
    /// <param name="at">When measuring begins.</param>
    public JobMeter(JobState state, JobPlan? plan, double framePrice, DateTimeOffset at)
    {
        (Job, isStream, submitted) = (state.Job, state.Demand.Mode == JobMode.Stream, state.SubmittedAt);
        (since, changed, this.plan, this.framePrice) = (at, at, plan, framePrice);
        waitsSince = plan is null && state.Status != JobStatus.Cancelling ? at : null;
    }

    /// <summary>The job.</summary>
    public JobId Job { get; }

    /// <summary>It has a place, or another one.</summary>
    public void Placed(JobPlan next, double price, DateTimeOffset at)
    {
        Pass(at);
        if (plan is { } before)
        {
            var was = before.Placements.ToDictionary(placement => placement.Task, placement => placement.Node);
            moves += next.Placements.Count(
                placement => was.TryGetValue(placement.Task, out var node) && node != placement.Node);
        }

        (plan, framePrice) = (next, price);
        Wait(null, at);
    }

    /// <summary>It lost its place.</summary>
    /// <param name="at">When.</param>
    /// <param name="wants">Whether it wants another.</param>
    public void Unplaced(DateTimeOffset at, bool wants)
    {
        Pass(at);
        plan = null;
        Wait(wants && ended is null ? at : null, at);
    }

    /// <summary>Somebody asked to cancel it: without a place it waits no more.</summary>
    public void Cancelling(DateTimeOffset at) => Wait(null, at);

    /// <summary>It ended.</summary>
    public void End(string how, DateTimeOffset at)
    {
        if (ended is not null)
        {
            return;
        }

        Pass(at);
        Wait(null, at);
        (ended, outcome) = (at, how);
        if (how == "completed" && !isStream)
        {
            makespan = (at - submitted).TotalSeconds;
            spent += framePrice;
        }
    }

    /// <summary>The figures at the end of the window.</summary>
    public JobFigures Close(DateTimeOffset at)
    {
        var now = outcome ?? (waitsSince is null ? "running" : "waiting");
        Pass(at);
        Wait(null, at);
        return new JobFigures(
            Job, isStream, Math.Max(0, ((ended ?? at) - since).TotalSeconds), waited, granted, makespan, moves, spent,
            now);
    }

    private void Pass(DateTimeOffset at)
    {
        if (ended is null && at > changed && isStream && plan is not null)
        {
            var frames = (at - changed).TotalSeconds * plan.Rate.Value;
            granted += frames;
            spent += frames * framePrice;
        }

        changed = at > changed ? at : changed;
    }

    private void Wait(DateTimeOffset? from, DateTimeOffset at)
    {
        if (waitsSince is { } began)
        {
            waited += Math.Max(0, (at - began).TotalSeconds);
        }

        waitsSince = from;
    }
}
