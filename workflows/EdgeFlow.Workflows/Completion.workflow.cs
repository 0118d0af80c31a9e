using EdgeFlow.Durable;

namespace EdgeFlow.Workflows;

/// <summary>Reports that a job's result is complete.</summary>
internal static class Completion
{
    /// <summary>Over when the control plane agrees; else something changed, and the turn is loaded again after a
    /// moment.</summary>
    public static async Task<TurnEnd> Report(WorkflowContext context, string job)
    {
        if (await context.CallActivity<bool>(ControlActivities.CompleteJob, job, WorkflowLimits.Control))
        {
            return TurnEnd.Over;
        }

        await context.CreateTimer(WorkflowLimits.StalePause);
        return TurnEnd.Reload;
    }
}
