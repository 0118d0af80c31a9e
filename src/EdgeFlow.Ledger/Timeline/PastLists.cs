using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Plans;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Jobs;
using JobStatus = EdgeFlow.Protocol.Jobs.JobStatus;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>What jobs were there? Those that had not ended are in the world; what a job was that had is what it is.
/// Thread safe.</summary>
public sealed class PastLists(PostgresEventStore store, JobList list, AdoptedJobPlans plans)
{
    /// <summary>Jobs before a place in the list, newest first.</summary>
    /// <param name="world">The world.</param>
    /// <param name="before">Time of submission and id of the last job of the page before; null to begin.</param>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="application">Only runs of it; null for all.</param>
    /// <param name="tenant">Only a tenant's; null for everybody's.</param>
    /// <param name="limit">Most jobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<JobView>> Jobs(
        WorldState world, (DateTimeOffset At, string Job)? before, JobStatus? status, string? application,
        string? tenant, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(world);
        var running = PastViews.Jobs(world, tenant)
            .Where(job => application is null || job.State.Application.Value == application)
            .Select(job => Stored(PastViews.Job(world, job))).Where(job => status is null || job.Status == status)
            .Where(job => before is null || Compare((job.SubmittedAt, job.Job), before.Value) < 0);
        var ended = await list.Ended(
            world.Sequence, world.At ?? default, before, status, application, tenant, limit, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. running.Concat(ended)
                .OrderByDescending(job => job.SubmittedAt).ThenByDescending(job => job.Job, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    /// <summary>One job, task by task; null when it was not there.</summary>
    /// <param name="world">The world.</param>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobView?> Job(WorldState world, string job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(world);
        var found = world.Jobs.GetValueOrDefault(new JobId(job))
            ?? await Ended(world, job, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }

        var plan = found.State is { IsEnded: true, Epoch: > 0 }
            ? await plans.Find(found.State.Job, found.State.Epoch, cancellationToken).ConfigureAwait(false)
            : PastViews.PlanOf(world, found.State.Job);
        var tasks = WorldNetwork.Active(world, found).Application.Tasks;
        return JobViews.View(
            found.State, found.Version, plan, null,
            [.. tasks.Select(task => JobViews.View(found.State, task, plan, _ => []))]);
    }

    private async Task<Versioned<JobState>?> Ended(WorldState world, string job, CancellationToken cancellationToken)
    {
        Versioned<JobState>? found = null;
        var events = store.ReadStream($"job-{job}", cancellationToken: cancellationToken).ConfigureAwait(false);
        await foreach (var entry in events)
        {
            if (entry.Sequence > world.Sequence)
            {
                break;
            }

            found = new Versioned<JobState>(JobDecider.Evolve(found?.State, entry.Data), entry.Version);
        }

        return found;
    }

    // The database keeps microseconds: in one list with its rows, times are told and compared as it has them.
    private static JobView Stored(JobView job) => job with
    {
        SubmittedAt = job.SubmittedAt.AddTicks(-(job.SubmittedAt.Ticks % TimeSpan.TicksPerMicrosecond)),
    };

    private static int Compare((DateTimeOffset At, string Job) one, (DateTimeOffset At, string Job) other) =>
        one.At.CompareTo(other.At) is var byTime && byTime != 0
            ? byTime
            : string.CompareOrdinal(one.Job, other.Job);
}
