using EdgeFlow.Control.Plans;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.State;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>What changed from event to event? For who moves forward along the history. Thread safe.</summary>
public sealed class PastDeltas(PostgresEventStore store, Worlds worlds)
{
    /// <summary>The changes after a place, in order.</summary>
    /// <param name="from">The last event that the caller knows.</param>
    /// <param name="to">The last event wanted.</param>
    /// <param name="limit">Most events looked at.</param>
    /// <param name="tenant">Only jobs of a tenant; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The changes, and the last event that was looked at.</returns>
    public async Task<(IReadOnlyList<StateDelta> Deltas, long Last)> Between(
        long from, long to, int limit, string? tenant, CancellationToken cancellationToken)
    {
        var world = await worlds.At(from, cancellationToken).ConfigureAwait(false);
        var page = await store.ReadAll(from, limit, cancellationToken).ConfigureAwait(false);
        var deltas = new List<StateDelta>();
        var last = page.Events.Count < limit && !page.HeldBack ? to : from;
        foreach (var entry in page.Events.TakeWhile(entry => entry.Sequence <= to))
        {
            var after = world.Apply(entry);
            var delta = Of(world, entry, after, tenant);
            if (tenant is null || delta is not { Jobs: null, Nodes: null, Links: null, Plan: null })
            {
                deltas.Add(delta);
            }

            (world, last) = (after, Math.Max(last, entry.Sequence));
        }

        return (deltas, page.Events.Count > 0 && page.Events[^1].Sequence > to ? to : last);
    }

    /// <summary>What an event changed. Pure.</summary>
    /// <param name="before">The world before it.</param>
    /// <param name="entry">The event.</param>
    /// <param name="after">The world after it.</param>
    /// <param name="tenant">Only jobs of a tenant; null for everybody's.</param>
    public static StateDelta Of(WorldState before, RecordedEvent entry, WorldState after, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(after);
        var adopted = entry.Data as PlanAdopted;
        var named = adopted is null
            ? NoLongerWaiting(before, after)
            : adopted.Jobs.Select(job => job.Job).Concat(adopted.Departed)
                .Concat(adopted.Waiting.Select(job => job.Job));
        var planned = named.Where(job => IsShown(job, before, after, tenant)).ToList();
        return new StateDelta(
            entry.Sequence, entry.Timestamp, entry.EventType, PastViews.Counts(after, tenant),
            Jobs(before, after, planned, tenant), Nodes(before, after), Links(before, after),
            adopted is null && planned.Count == 0 ? null : Plan(after, planned))
        {
            Options = PastOptions.Change(before, after, tenant),
        };
    }

    private static IEnumerable<JobId> NoLongerWaiting(WorldState before, WorldState after) =>
        ReferenceEquals(before.Plan, after.Plan)
            ? []
            : before.Plan!.Waiting.Keys.Where(job => !after.Plan!.Waiting.ContainsKey(job));

    private static Dictionary<string, JobView?>? Jobs(
        WorldState before, WorldState after, List<JobId> planned, string? tenant)
    {
        var changed = Changed(before.Jobs, after.Jobs).Where(job => IsShown(job, before, after, tenant));
        return OrNull(changed.Union(planned.Where(after.Jobs.ContainsKey)).ToDictionary(
            job => job.Value,
            job => after.Jobs.TryGetValue(job, out var now) ? PastViews.Job(after, now) : null));
    }

    private static Dictionary<string, NodeView?>? Nodes(WorldState before, WorldState after) =>
        OrNull(Changed(before.Nodes, after.Nodes).ToDictionary(
            node => node.Value,
            node => after.Nodes[node] is { State.Status: not NodeStatus.Left } now ? PastViews.Node(now) : null));

    private static Dictionary<string, LinkView?>? Links(WorldState before, WorldState after) =>
        OrNull(Changed(before.Links, after.Links).ToDictionary(
            link => link.Value,
            link => after.Links[link] is { State.Status: not LinkStatus.Removed } now ? PastViews.Link(now) : null));

    private static PlanDelta Plan(WorldState after, List<JobId> planned) => new(
        after.Plan!.Revision,
        planned.ToDictionary(
            job => job.Value,
            PlannedJob? (job) => PastViews.PlanOf(after, job) is { } plan ? PlanViews.View(plan) : null),
        planned.ToDictionary(
            job => job.Value,
            UnplacedJob? (job) => after.Plan.Waiting.TryGetValue(job, out var waiting)
                ? PastViews.Unplaced(waiting) : null));

    // One event changes one stream, so that most of the time nothing of a kind has changed at all.
    private static IEnumerable<TId> Changed<TId, TState>(
        IReadOnlyDictionary<TId, Versioned<TState>> before, IReadOnlyDictionary<TId, Versioned<TState>> after)
        where TId : struct
        where TState : class =>
        ReferenceEquals(before, after)
            ? []
            : after.Where(now => !before.TryGetValue(now.Key, out var old) || !ReferenceEquals(old, now.Value))
                .Select(now => now.Key)
                .Concat(before.Keys.Where(id => !after.ContainsKey(id)));

    private static bool IsShown(JobId job, WorldState before, WorldState after, string? tenant) => tenant is null
        || (after.Jobs.GetValueOrDefault(job) ?? before.Jobs.GetValueOrDefault(job))?.Tenant == tenant;

    private static Dictionary<string, TView?>? OrNull<TView>(Dictionary<string, TView?> changes) =>
        changes.Count == 0 ? null : changes;
}
