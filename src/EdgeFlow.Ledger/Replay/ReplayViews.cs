using EdgeFlow.Control.Commands;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Replays;

namespace EdgeFlow.Ledger.Replay;

/// <summary>A world, and what an event changes in it, as a replay tells them. Pure.</summary>
public static class ReplayViews
{
    /// <summary>All that there is in a world: nodes that left and links that were removed are no more.</summary>
    public static ReplayState All(WorldState world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return new ReplayState(
            world.Plan?.Revision ?? 0,
            [.. world.Jobs.Values.Select(job => View(job.State, world.Plan))],
            [.. world.Nodes.Values.Select(node => node.State).Where(node => node.Status != NodeStatus.Left)
                .Select(View)],
            [.. world.Links.Values.Select(link => link.State).Where(link => link.Status != LinkStatus.Removed)
                .Select(View)]);
    }

    /// <summary>What an event changed.</summary>
    /// <param name="before">The world before it.</param>
    /// <param name="after">The world after it.</param>
    /// <param name="entry">The event.</param>
    public static ReplayState Change(WorldState before, WorldState after, RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(entry);
        return new ReplayState(
            after.Plan?.Revision ?? 0,
            [.. Jobs(before, after, entry).Select(job => View(job, after.Plan))],
            Named(entry, Aggregates.Node.Kind) is { } node
                && after.Nodes.GetValueOrDefault(new NodeId(node)) is { } known ? [View(known.State)] : [],
            Named(entry, Aggregates.Link.Kind) is { } link
                && after.Links.GetValueOrDefault(new LinkId(link)) is { } there ? [View(there.State)] : []);
    }

    // A plan changes the jobs that it names; a job's own event changes the job, which may have ended with it.
    private static IEnumerable<JobState> Jobs(WorldState before, WorldState after, RecordedEvent entry)
    {
        if (entry.Data is PlanAdopted plan)
        {
            return plan.Jobs.Select(job => job.Job).Concat(plan.Departed)
                .Concat(plan.Waiting.Select(waiting => waiting.Job)).Distinct().Order()
                .Select(job => after.Jobs.GetValueOrDefault(job)?.State).OfType<JobState>();
        }

        if (Named(entry, Aggregates.Job.Kind) is not { } name)
        {
            return [];
        }

        var id = new JobId(name);
        var job = after.Jobs.GetValueOrDefault(id)?.State
            ?? Ended(before.Jobs.GetValueOrDefault(id)?.State, entry.Data);
        return [job];
    }

    private static JobState Ended(JobState? before, IEvent change) => Aggregates.Job.Evolve(before, change);

    private static string? Named(RecordedEvent entry, string kind) =>
        entry.StreamId.StartsWith(kind, StringComparison.Ordinal) && entry.StreamId.Length > kind.Length
            && entry.StreamId[kind.Length] == '-' ? entry.StreamId[(kind.Length + 1)..] : null;

    private static ReplayJob View(JobState job, PlanState? plan)
    {
        var placed = job.IsEnded ? null : plan?.Jobs.GetValueOrDefault(job.Job);
        return new ReplayJob(
            job.Job.Value, $"{job.Application}:{job.Version}", Word(job.Status), job.Epoch, placed?.Rate.Value ?? 0,
            job.Progress.Values.Count(progress => progress.Done), job.Tasks.Length,
            [.. (placed?.Placements ?? []).Select(placement => placement.Node.Value).Distinct()
                .Order(StringComparer.Ordinal)],
            job.Reason);
    }

    private static ReplayNode View(NodeState node) => new(
        node.Node.Value, Word(node.Status), node.Reason.Length > 0 ? node.Reason : node.DrainReason ?? "");

    private static ReplayLink View(LinkState link) => new(link.Link.Value, Word(link.Status), link.Capacity.Value);

    private static string Word<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();
}
