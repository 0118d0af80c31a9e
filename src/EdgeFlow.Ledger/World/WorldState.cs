using System.Collections.Immutable;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;

namespace EdgeFlow.Ledger.World;

/// <summary>
/// Everything as the events up to one place tell it, folded by the domain's own rules. Jobs that have ended are only
/// counted, so that it stays as large as what runs; nodes that left and links that were removed stay, since they may
/// come back. Immutable; worlds share what they have in common.
/// </summary>
/// <param name="Sequence">The last event that it knows; 0 before the first.</param>
/// <param name="At">When that event was stored; null before the first.</param>
/// <param name="Applications">All applications.</param>
/// <param name="Jobs">The jobs that have not ended.</param>
/// <param name="Nodes">All nodes, those that left too.</param>
/// <param name="Links">All links, those that were removed too.</param>
/// <param name="Plan">The plan in force, without the jobs that ended while they waited; null before the
/// first.</param>
/// <param name="Ended">How many jobs have ended.</param>
public sealed record WorldState(
    long Sequence, DateTimeOffset? At,
    ImmutableSortedDictionary<ApplicationName, WorldApplication> Applications,
    ImmutableSortedDictionary<JobId, Versioned<JobState>> Jobs,
    ImmutableSortedDictionary<NodeId, Versioned<NodeState>> Nodes,
    ImmutableSortedDictionary<LinkId, Versioned<LinkState>> Links,
    PlanState? Plan, EndedJobs Ended)
{
    private static readonly string StartStream = Aggregates.Start.StreamOf(Aggregates.StartId);

    /// <summary>What was set of the planner while it ran.</summary>
    public PlannerSettings Settings { get; init; } = PlannerSettings.None;

    /// <summary>What the control plane that decides was started with; null before the first one noted it.</summary>
    public StartOptions? Started { get; init; }

    /// <summary>Before the first event: nothing.</summary>
    public static WorldState Empty { get; } = new(
        0, null, ImmutableSortedDictionary<ApplicationName, WorldApplication>.Empty,
        ImmutableSortedDictionary<JobId, Versioned<JobState>>.Empty,
        ImmutableSortedDictionary<NodeId, Versioned<NodeState>>.Empty,
        ImmutableSortedDictionary<LinkId, Versioned<LinkState>>.Empty, null, EndedJobs.None);

    /// <summary>The world after one more recorded event. One that it knows already changes nothing.</summary>
    /// <param name="entry">The event; they come in order of sequence.</param>
    /// <exception cref="InvalidDataException">An event of our streams is of a type that is not known here.</exception>
    /// <exception cref="InvalidOperationException">The history was not written by the domain's deciders.</exception>
    public WorldState Apply(RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Sequence <= Sequence ? this : With(new Change(entry.StreamId, entry.Data, entry.Tenant)) with
        {
            Sequence = entry.Sequence, At = entry.Timestamp,
        };
    }

    /// <summary>The world after more recorded events.</summary>
    /// <param name="entries">The events, in order of sequence.</param>
    public WorldState Apply(IEnumerable<RecordedEvent> entries) =>
        entries.Aggregate(this, (world, entry) => world.Apply(entry));

    /// <summary>The world after an event that was not recorded, for worlds that never were.</summary>
    /// <param name="stream">The stream that it would be in.</param>
    /// <param name="change">The event; it is given the next sequence number.</param>
    /// <param name="at">When it would be stored.</param>
    public WorldState Apply(string stream, IEvent change, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(change);
        return With(new Change(stream, change, Tenancy.Default)) with { Sequence = Sequence + 1, At = at };
    }

    private WorldState With(Change change)
    {
        if (change.Stream == PlanAdoption.Stream)
        {
            return this with { Plan = PlanDecider.Evolve(Plan, change.Known) };
        }

        var dash = change.Stream.IndexOf('-', StringComparison.Ordinal);
        var (kind, id) = dash < 0 ? ("", "") : (change.Stream[..dash], change.Stream[(dash + 1)..]);
        return kind switch
        {
            _ when kind == Aggregates.Job.Kind => WithJob(new JobId(id), change),
            _ when kind == Aggregates.Node.Kind => this with
            {
                Nodes = Nodes.SetItem(
                    new NodeId(id), After(Nodes.GetValueOrDefault(new NodeId(id)), Aggregates.Node, change)),
            },
            _ when kind == Aggregates.Link.Kind => this with
            {
                Links = Links.SetItem(
                    new LinkId(id), After(Links.GetValueOrDefault(new LinkId(id)), Aggregates.Link, change)),
            },
            _ when kind == Aggregates.Settings.Kind => this with
            {
                Settings = Aggregates.Settings.Evolve(Settings, change.Known),
            },
            _ when change.Stream == StartStream => this with
            {
                Started = Aggregates.Start.Evolve(Started, change.Known),
            },
            _ when kind == Aggregates.Application.Kind => WithApplication(new ApplicationName(id), change),
            _ => this,
        };
    }

    private WorldState WithJob(JobId id, Change change)
    {
        if (change.Data is PersonalDataDestroyed)
        {
            // It comes after the job's end, when it is only counted here.
            return this;
        }

        var after = After(Jobs.GetValueOrDefault(id), Aggregates.Job, change);
        if (!Aggregates.Job.IsOver(after.State))
        {
            return this with { Jobs = Jobs.SetItem(id, after) };
        }

        // A plan names the jobs that leave their places, not those that ended while they had none: their number would
        // only grow.
        var plan = Plan is { } inForce && inForce.Waiting.ContainsKey(id)
            ? inForce with { Waiting = inForce.Waiting.Remove(id) }
            : Plan;
        return this with { Jobs = Jobs.Remove(id), Plan = plan, Ended = Ended.With(after.State.Status) };
    }

    private WorldState WithApplication(ApplicationName id, Change change)
    {
        var before = Applications.GetValueOrDefault(id);
        var state = Aggregates.Application.Evolve(before?.State, change.Known);
        var versions = (before?.Versions ?? []).Add(new DeclaredVersion(id, state.Version, state.Manifest));
        return this with
        {
            Applications = Applications.SetItem(
                id, new WorldApplication(state, versions) { Tenant = before?.Tenant ?? change.Tenant }),
        };
    }

    // A stream keeps the tenant that it was made for.
    private static Versioned<TState> After<TState, TCommand>(
        Versioned<TState>? before, Aggregate<TState, TCommand> aggregate, Change change)
        where TState : class =>
        new(aggregate.Evolve(before?.State, change.Known), (before?.Version ?? 0) + 1)
        {
            Tenant = before?.Tenant ?? change.Tenant,
        };

    private readonly record struct Change(string Stream, IEvent Data, string Tenant)
    {
        // A world that ignored a fact of its own would be wrong in silence.
        public IEvent Known => Data is UnknownEvent unknown
            ? throw new InvalidDataException(
                $"Stream '{Stream}' holds a '{unknown.EventType}', which is not known here.")
            : Data;
    }
}
