using EdgeFlow.Domain.Jobs;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>The link between two runs as it crosses the wire. Pure.</summary>
internal static class RerunViews
{
    /// <summary>A link; null for none.</summary>
    public static RerunView? View(RerunOf? rerun) => rerun is null ? null : new RerunView(
        rerun.Job.Value, rerun.From?.Value,
        [.. rerun.Reused.Select(task => new ReusedTaskView(
            task.Task.Value, task.Origin.Value, task.Node.Value, task.Output, task.OutputBytes, task.Content,
            task.ModelHash))],
        [.. rerun.Computed.Select(task => new ComputedTaskView(task.Task.Value, task.Reason))]);
}
