using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore;

namespace EdgeFlow.Control.Commands;

/// <summary>The command handlers of a control plane, one a kind of thing. Thread safe.</summary>
public sealed class ControlCommands(PostgresEventStore store)
{
    /// <summary>For applications.</summary>
    public CommandHandler<ApplicationState, ApplicationCommand> Applications { get; } =
        new(store, Aggregates.Application);

    /// <summary>For jobs.</summary>
    public CommandHandler<JobState, JobCommand> Jobs { get; } = new(store, Aggregates.Job);

    /// <summary>For nodes.</summary>
    public CommandHandler<NodeState, NodeCommand> Nodes { get; } = new(store, Aggregates.Node);

    /// <summary>For the settings of the control plane.</summary>
    public CommandHandler<PlannerSettings, SettingsCommand> Settings { get; } = new(store, Aggregates.Settings);

    /// <summary>For what the control plane was started with.</summary>
    public CommandHandler<StartOptions, NoteStart> Start { get; } = new(store, Aggregates.Start);

    /// <summary>For links.</summary>
    public CommandHandler<LinkState, LinkCommand> Links { get; } = new(store, Aggregates.Link);
}
