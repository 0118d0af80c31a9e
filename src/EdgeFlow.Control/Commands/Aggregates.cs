using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Settings;

namespace EdgeFlow.Control.Commands;

/// <summary>All kinds of things that commands are about. The plan has its own path: see Replanning.</summary>
public static class Aggregates
{
    /// <summary>Applications: <c>application-{name}</c>.</summary>
    public static Aggregate<ApplicationState, ApplicationCommand> Application { get; } = new(
        "application", command => command.Application.Value, ApplicationDecider.Decide, ApplicationDecider.Evolve,
        _ => false);

    /// <summary>Jobs: <c>job-{id}</c>.</summary>
    public static Aggregate<JobState, JobCommand> Job { get; } = new(
        "job", command => command.Job.Value, JobDecider.Decide, JobDecider.Evolve, job => job.IsEnded);

    /// <summary>Nodes: <c>node-{name}</c>.</summary>
    public static Aggregate<NodeState, NodeCommand> Node { get; } = new(
        "node", command => command.Node.Value, NodeDecider.Decide, NodeDecider.Evolve,
        node => node.Status == NodeStatus.Left);

    /// <summary>The one thing of <see cref="Settings"/> that there is.</summary>
    public const string PlannerId = "planner";

    /// <summary>Settings of the control plane: <c>settings-planner</c>.</summary>
    public static Aggregate<PlannerSettings, SettingsCommand> Settings { get; } = new(
        "settings", _ => PlannerId, SettingsDecider.Decide, SettingsDecider.Evolve, _ => false);

    /// <summary>The one thing of <see cref="Start"/> that there is.</summary>
    public const string StartId = "plane";

    /// <summary>What the control plane that decides was started with: <c>control-plane</c>.</summary>
    public static Aggregate<StartOptions, NoteStart> Start { get; } = new(
        "control", _ => StartId, StartDecider.Decide, StartDecider.Evolve, _ => false);

    /// <summary>Links: <c>link-{id}</c>.</summary>
    public static Aggregate<LinkState, LinkCommand> Link { get; } = new(
        "link", command => command.Link.Value, LinkDecider.Decide, LinkDecider.Evolve,
        link => link.Status == LinkStatus.Removed);
}
