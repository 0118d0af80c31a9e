using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Directives;

/// <summary>Says how a task of a batch job is run.</summary>
public static class TaskDirectives
{
    /// <summary>
    /// The directive for one attempt, still without inputs: those are outputs of other tasks, which the workflow fills
    /// in as they are reported. Pure.
    /// </summary>
    /// <param name="run">The job and its plan.</param>
    /// <param name="task">The task.</param>
    /// <param name="attempt">1 and up.</param>
    public static TaskDirective Build(PlannedRun run, TaskSpec task, int attempt)
    {
        var stage = run.StageOf(task);
        return new TaskDirective(
            run.Plan.Job.Value, run.Plan.Epoch, task.Id.Value, attempt, stage.Kind, stage.Model, stage.Parameters,
            StageHash.Of(stage), [], task.Needs.Count == 0 ? run.Demand.Frames : null,
            Sink: !run.Application.Tasks.Any(other => other.Needs.Any(need => need.Task == task.Id)),
            task.Timeout?.Value ?? DirectiveLimits.DefaultTimeoutMs);
    }

    /// <summary>The bandwidth that the plan grants to a flow, in bits a second; 0 when it crosses no link.</summary>
    public static long Bandwidth(PlannedRun run, FlowId flow) =>
        run.Plan.Allocations.FirstOrDefault(allocation => allocation.Flow == flow)?.Bandwidth.Value ?? 0;
}
