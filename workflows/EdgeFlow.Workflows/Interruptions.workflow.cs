using EdgeFlow.Durable;
using EdgeFlow.Protocol;

namespace EdgeFlow.Workflows;

/// <summary>What ends a turn before its work is done: a newer plan, or the wish to cancel.</summary>
internal sealed class Interruptions(WorkflowContext context, int epoch)
{
    private readonly Task<string> cancel = context.WaitForEvent<string>(WorkflowNames.CancelRequested);
    private Task<int> plan = context.WaitForEvent<int>(WorkflowNames.PlanChanged);

    /// <summary>Waits for the work or for an interruption; false when the turn is to end now.</summary>
    /// <remarks>A failure of the work is left for its owner to await. Events about old epochs are passed over: they are
    /// delivered at least once.</remarks>
    public async Task<bool> Finished(Task work)
    {
        while (true)
        {
            var first = await Task.WhenAny(work, cancel, plan);
            if (first == work)
            {
                return true;
            }

            if (first == cancel || plan.Result > epoch)
            {
                return false;
            }

            plan = context.WaitForEvent<int>(WorkflowNames.PlanChanged);
        }
    }
}
