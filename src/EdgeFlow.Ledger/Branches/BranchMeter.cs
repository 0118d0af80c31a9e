using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Measures what becomes of jobs from the events of a window; the record and its branches are measured by the same
/// rules. Owned by one run; not thread-safe.
/// </summary>
internal sealed class BranchMeter
{
    private readonly SortedDictionary<JobId, JobMeter> jobs = [];
    private int plans;

    /// <summary>Begins to measure.</summary>
    /// <param name="world">The world at the beginning of the window.</param>
    /// <param name="prices">What plans in force cost there.</param>
    /// <param name="from">The beginning.</param>
    public BranchMeter(WorldState world, PriceBook prices, DateTimeOffset from)
    {
        foreach (var (id, job) in world.Jobs)
        {
            var plan = world.Plan?.Jobs.GetValueOrDefault(id);
            jobs[id] = new JobMeter(job.State, plan, plan is null ? 0 : prices.Of(plan), from);
        }
    }

    /// <summary>Takes note of an event that happened.</summary>
    /// <param name="change">The event.</param>
    /// <param name="at">When.</param>
    /// <param name="world">The world after it.</param>
    /// <param name="prices">What plans cost now.</param>
    public void Observe(IEvent change, DateTimeOffset at, WorldState world, PriceBook prices)
    {
        switch (change)
        {
            case JobSubmitted e:
                jobs[e.Job] = new JobMeter(world.Jobs[e.Job].State, null, 0, at);
                break;
            case PlanAdopted e:
                Adopted(e, at, world, prices);
                break;
            case JobCancelRequested e:
                Of(e.Job)?.Cancelling(at);
                break;
            case JobCompleted e:
                Of(e.Job)?.End("completed", at);
                break;
            case JobFailed e:
                Of(e.Job)?.End("failed", at);
                break;
            case JobCancelled e:
                Of(e.Job)?.End("cancelled", at);
                break;
            case JobRefused e:
                Of(e.Job)?.End("refused", at);
                break;
            default:
                break;
        }
    }

    /// <summary>The figures of the window.</summary>
    /// <param name="until">Its end.</param>
    public BranchFigures Close(DateTimeOffset until) =>
        new([.. jobs.Values.Select(job => job.Close(until))], plans);

    private void Adopted(PlanAdopted adopted, DateTimeOffset at, WorldState world, PriceBook prices)
    {
        plans++;
        foreach (var plan in adopted.Jobs)
        {
            Of(plan.Job)?.Placed(plan, prices.Of(plan), at);
        }

        foreach (var job in adopted.Departed.Concat(adopted.Waiting.Select(waiting => waiting.Job)))
        {
            var isThere = world.Jobs.GetValueOrDefault(job)?.State.Status is { } status
                && status != JobStatus.Cancelling;
            Of(job)?.Unplaced(at, isThere);
        }
    }

    private JobMeter? Of(JobId job) => jobs.GetValueOrDefault(job);
}
