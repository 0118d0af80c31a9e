using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;

namespace EdgeFlow.Domain;

/// <summary>
/// All events there are, each with its stored name. The names are written out, not computed: renaming a record must not
/// rename what is stored. Immutable; safe for concurrent use.
/// </summary>
public static class EventCatalog
{
    /// <summary>The list, by aggregate.</summary>
    public static ImmutableArray<EventType> All { get; } =
    [
        new("application_declared", typeof(ApplicationDeclared)),

        new("job_submitted", typeof(JobSubmitted)),
        new("job_queued", typeof(JobQueued)),
        new("job_refused", typeof(JobRefused)),
        new("job_planned", typeof(JobPlanned)),
        new("job_started", typeof(JobStarted)),
        new("task_completed", typeof(TaskCompleted)),
        new("task_failed", typeof(TaskFailed)),
        new("task_reopened", typeof(TaskReopened)),
        new("job_completed", typeof(JobCompleted)),
        new("job_failed", typeof(JobFailed)),
        new("job_cancel_requested", typeof(JobCancelRequested)),
        new("job_cancelled", typeof(JobCancelled)),
        new("personal_data_destroyed", typeof(PersonalDataDestroyed)),

        new("node_registered", typeof(NodeRegistered)),
        new("node_lost", typeof(NodeLost)),
        new("node_returned", typeof(NodeReturned)),
        new("node_drained", typeof(NodeDrained)),
        new("node_left", typeof(NodeLeft)),
        new("stage_profiled", typeof(StageProfiled)),

        new("link_declared", typeof(LinkDeclared)),
        new("link_degraded", typeof(LinkDegraded)),
        new("link_restored", typeof(LinkRestored)),
        new("link_removed", typeof(LinkRemoved)),

        new("planner_settings_changed", typeof(PlannerSettingsChanged)),
        new("control_plane_configured", typeof(ControlPlaneConfigured)),

        new("plan_adopted", typeof(PlanAdopted)),
    ];

    private static readonly FrozenDictionary<string, Type> TypesByName =
        All.ToFrozenDictionary(entry => entry.Name, entry => entry.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> NamesByType =
        All.ToFrozenDictionary(entry => entry.Type, entry => entry.Name);

    /// <summary>The type stored under a name, or null when there is none (an upcaster may know it).</summary>
    public static Type? TypeOf(string name) => TypesByName.GetValueOrDefault(name);

    /// <summary>The stored name of a type of event.</summary>
    /// <exception cref="ArgumentException">The type is not in the catalogue.</exception>
    public static string NameOf(Type type) =>
        NamesByType.GetValueOrDefault(type) ?? throw new ArgumentException(
            $"{type.FullName} is not in the event catalogue.");
}
