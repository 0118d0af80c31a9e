using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// The world of one branch, in memory: commands go through the domain's deciders, their events into the state and to
/// whoever observes. Owned by one run; not thread-safe.
/// </summary>
/// <param name="start">Where it begins.</param>
/// <param name="observe">Is told every event, after it happened: its stream, itself, and when.</param>
internal sealed class BranchWorld(WorldState start, Action<string, IEvent, DateTimeOffset> observe)
{
    /// <summary>The world now.</summary>
    public WorldState State { get; private set; } = start;

    /// <summary>What plans depend on now.</summary>
    public NetworkState Network => WorldNetwork.Of(State);

    /// <summary>Carries out a command.</summary>
    /// <param name="command">A command of any of the domain's aggregates.</param>
    /// <param name="at">When.</param>
    /// <returns>The reason why not; null when it was accepted.</returns>
    public Rejected? Execute(object command, DateTimeOffset at) => command switch
    {
        JobCommand job => Execute(Aggregates.Job, State.Jobs.GetValueOrDefault(job.Job)?.State, job, at),
        NodeCommand node => Execute(Aggregates.Node, State.Nodes.GetValueOrDefault(node.Node)?.State, node, at),
        LinkCommand link => Execute(Aggregates.Link, State.Links.GetValueOrDefault(link.Link)?.State, link, at),
        SettingsCommand settings => Execute(Aggregates.Settings, State.Settings, settings, at),
        NoteStart start => Execute(Aggregates.Start, State.Started, start, at),
        ApplicationCommand application => Execute(
            Aggregates.Application, State.Applications.GetValueOrDefault(application.Application)?.State,
            application, at),
        _ => throw new InvalidOperationException($"No aggregate takes a {command.GetType().Name}."),
    };

    /// <summary>Appends all, or none when a stream is not at the version that is expected.</summary>
    /// <param name="streams">What to append.</param>
    /// <param name="at">When.</param>
    /// <returns>Whether they were appended.</returns>
    public bool Append(IReadOnlyList<StreamAppend> streams, DateTimeOffset at)
    {
        if (streams.Any(stream => stream.Expected.Version is { } version && version != VersionOf(stream.StreamId)))
        {
            return false;
        }

        foreach (var stream in streams)
        {
            foreach (var change in stream.Events)
            {
                Apply(stream.StreamId, change, at);
            }
        }

        return true;
    }

    private Rejected? Execute<TState, TCommand>(
        Aggregate<TState, TCommand> aggregate, TState? state, TCommand command, DateTimeOffset at)
        where TState : class
    {
        var decision = aggregate.Decide(state, command);
        if (decision is Accepted accepted)
        {
            foreach (var change in accepted.Events)
            {
                Apply(aggregate.StreamOf(aggregate.IdOf(command)), change, at);
            }
        }

        return decision as Rejected;
    }

    private void Apply(string stream, IEvent change, DateTimeOffset at)
    {
        State = State.Apply(stream, change, at);
        observe(stream, change, at);
    }

    // Only the plan's and jobs' streams are expected at a version by those who plan.
    private long VersionOf(string stream)
    {
        if (stream == PlanAdoption.Stream)
        {
            return State.Plan?.Revision ?? 0;
        }

        var id = new JobId(stream[(Aggregates.Job.Kind.Length + 1)..]);
        return State.Jobs.GetValueOrDefault(id)?.Version ?? 0;
    }
}
