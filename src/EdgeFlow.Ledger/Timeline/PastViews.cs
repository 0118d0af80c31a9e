using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Network;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Plans;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.State;
using JobStatus = EdgeFlow.Domain.Jobs.JobStatus;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>
/// A world on the wire, in the same records as the present. What nodes said in heartbeats and what came out of sinks
/// are no events: of the past they are not told. Pure.
/// </summary>
public static class PastViews
{
    /// <summary>Most entries of each kind in a whole state; the lists of each kind give all, page by page.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>The whole state.</summary>
    /// <param name="world">The world.</param>
    /// <param name="tenant">Only jobs and applications of a tenant; null for everybody's.</param>
    public static StateView State(WorldState world, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(world);
        var jobs = Jobs(world, tenant).ToList();
        return new StateView(
            world.Sequence, world.At, Note(world), Counts(world, tenant),
            [.. jobs.Take(MaxEntries).Select(job => Job(world, job))], Queue(jobs),
            [.. Present(world.Nodes.Values).Take(MaxEntries).Select(Node)],
            [.. Present(world.Links.Values).Take(MaxEntries).Select(Link)], Plan(world, tenant))
        {
            Options = PastOptions.Of(world, tenant),
        };
    }

    /// <summary>How many things there are.</summary>
    /// <param name="world">The world.</param>
    /// <param name="tenant">Only jobs and applications of a tenant; null for everybody's.</param>
    public static StateCounts Counts(WorldState world, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(world);
        var ended = world.Ended;
        return new StateCounts(
            world.Applications.Values.Count(known => tenant is null || known.Tenant == tenant),
            Jobs(world, tenant).Count(), Jobs(world, tenant).Count(IsQueued), Present(world.Nodes.Values).Count(),
            Present(world.Links.Values).Count(),
            tenant is null
                ? new EndedCounts(ended.Completed, ended.Failed, ended.Refused, ended.Cancelled)
                : null);
    }

    /// <summary>The jobs that have not ended, by id.</summary>
    /// <param name="world">The world.</param>
    /// <param name="tenant">Only a tenant's; null for everybody's.</param>
    public static IEnumerable<Versioned<JobState>> Jobs(WorldState world, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Jobs.Values.Where(job => tenant is null || job.Tenant == tenant);
    }

    /// <summary>The nodes that have not left.</summary>
    public static IEnumerable<Versioned<NodeState>> Present(IEnumerable<Versioned<NodeState>> nodes) =>
        nodes.Where(node => node.State.Status != NodeStatus.Left);

    /// <summary>The links that were not removed.</summary>
    public static IEnumerable<Versioned<LinkState>> Present(IEnumerable<Versioned<LinkState>> links) =>
        links.Where(link => link.State.Status != LinkStatus.Removed);

    /// <summary>A job as in a list.</summary>
    public static JobView Job(WorldState world, Versioned<JobState> job) =>
        JobViews.View(job.State, job.Version, PlanOf(world, job.State.Job), null, null);

    /// <summary>A node.</summary>
    public static NodeView Node(Versioned<NodeState> node) => NodeViews.View(node.State, node.Version, null, []);

    /// <summary>A link.</summary>
    public static LinkView Link(Versioned<LinkState> link) => LinkRegistry.View(link.State, link.Version);

    /// <summary>Nodes that have not left, after a name, by name.</summary>
    public static IReadOnlyList<NodeView> Nodes(WorldState world, string? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(world);
        return
        [
            .. Present(world.Nodes.Values).Where(node => string.CompareOrdinal(node.State.Node.Value, after ?? "") > 0)
                .Take(limit).Select(Node),
        ];
    }

    /// <summary>One node; null when there was none of this name yet.</summary>
    public static NodeView? Node(WorldState world, string node)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Nodes.GetValueOrDefault(new NodeId(node)) is { } found ? Node(found) : null;
    }

    /// <summary>Links that were not removed, after an id, by id.</summary>
    public static IReadOnlyList<LinkView> Links(WorldState world, string? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(world);
        return
        [
            .. Present(world.Links.Values).Where(link => string.CompareOrdinal(link.State.Link.Value, after ?? "") > 0)
                .Take(limit).Select(Link),
        ];
    }

    /// <summary>One link; null when there was none of this id then.</summary>
    public static LinkView? Link(WorldState world, string link)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Links.GetValueOrDefault(new LinkId(link)) is { State.Status: not LinkStatus.Removed } found
            ? Link(found) : null;
    }

    /// <summary>A job that could not be placed.</summary>
    public static UnplacedJob Unplaced(WaitingJob job) => new(job.Job.Value, job.Pointer, job.Words);

    /// <summary>What the plan in force decides for a job; null for nothing.</summary>
    public static JobPlan? PlanOf(WorldState world, JobId job) => world.Plan?.Jobs.GetValueOrDefault(job);

    private static PlanInForce? Plan(WorldState world, string? tenant)
    {
        if (world.Plan is not { } plan)
        {
            return null;
        }

        // A plan holds jobs that have ended since it was adopted; whose they were is told by those that have not.
        bool IsShown(JobId job) => tenant is null || world.Jobs.GetValueOrDefault(job)?.Tenant == tenant;
        return new PlanInForce(
            plan.Revision,
            [.. plan.Jobs.Values.Where(job => IsShown(job.Job)).Take(MaxEntries).Select(PlanViews.View)],
            [.. plan.Waiting.Values.Where(job => IsShown(job.Job)).Take(MaxEntries).Select(Unplaced)]);
    }

    private static IReadOnlyList<string> Queue(IEnumerable<Versioned<JobState>> jobs) =>
    [
        .. jobs.Where(IsQueued).Select(job => job.State)
            .OrderByDescending(job => job.Demand.Priority).ThenBy(job => job.SubmittedAt).ThenBy(job => job.Job)
            .Select(job => job.Job.Value).Take(MaxEntries),
    ];

    private static bool IsQueued(Versioned<JobState> job) =>
        job.State.Status is JobStatus.Submitted or JobStatus.Waiting;

    private static string? Note(WorldState world) => world.Sequence == 0
        ? "This is before the first event: there was nothing yet."
        : null;
}
