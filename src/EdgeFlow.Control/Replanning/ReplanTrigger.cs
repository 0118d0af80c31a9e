using EdgeFlow.Domain;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Settings;

namespace EdgeFlow.Control.Replanning;

/// <summary>Which events ask for a new plan, and how they are told. Pure.</summary>
public static class ReplanTrigger
{
    /// <summary>Most triggers that a plan's reason names.</summary>
    public const int MaxNamed = 8;

    /// <summary>The trigger in words; null when the event changes no decision.</summary>
    public static string? Of(IEvent change) => change switch
    {
        JobSubmitted e => $"job {e.Job} arrived",
        JobCompleted e => $"job {e.Job} completed",
        JobFailed e => $"job {e.Job} failed",
        JobCancelRequested e => $"job {e.Job} is being cancelled",
        TaskReopened e => $"the output of task {e.Task} of job {e.Job} is lost",
        NodeRegistered e => $"node {e.Node} joined",
        NodeReturned e => $"node {e.Node} returned",
        NodeLost e => $"node {e.Node} lost ({e.Reason})",
        NodeDrained e => $"node {e.Node} drains ({e.Reason})",
        NodeLeft e => $"node {e.Node} left",
        StageProfiled e => $"a stage was profiled on {e.Node}",
        LinkDeclared e => $"link {e.Link} declared",
        LinkDegraded e => $"link {e.Link} degraded ({e.Reason})",
        LinkRestored e => $"link {e.Link} restored",
        LinkRemoved e => $"link {e.Link} removed",
        PlannerSettingsChanged e => $"the planner's settings changed ({e.Source})",
        ControlPlaneConfigured => "the control plane was started with other options",
        _ => null,
    };

    /// <summary>The triggers of a burst as one reason; null when there are none.</summary>
    public static string? Of(IEnumerable<IEvent> changes)
    {
        var named = changes.Select(Of).OfType<string>().Distinct().ToList();
        return named.Count switch
        {
            0 => null,
            <= MaxNamed => string.Join("; ", named),
            _ => $"{string.Join("; ", named.Take(MaxNamed))}; and {named.Count - MaxNamed} more",
        };
    }
}
