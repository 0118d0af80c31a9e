using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Workflows;

/// <summary>Asks the nodes that hold a rerun's kept results whether these still hold.</summary>
internal static class KeptChecks
{
    /// <summary>Error type of a node that has not answered within <see cref="WorkflowLimits.KeptPatience"/>.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>All at once; false when one does not hold: it is reopened, and the turn is to be loaded
    /// again.</summary>
    public static async Task<bool> Run(WorkflowContext context, JobTurn turn, IReadOnlyList<TaskTurn> kept)
    {
        using var enough = new CancellationTokenSource();
        var patience = context.CreateTimer(WorkflowLimits.KeptPatience, enough.Token);
        var checks = kept.Select(task => Ask(context, turn, task, patience)).ToList();
        var failures = (await Task.WhenAll(checks)).OfType<AttemptFailed>().ToList();
        if (!patience.IsCompleted)
        {
            // Not CancelAsync: it goes on on another thread, and a workflow may only await what its context made.
            enough.Cancel();
        }

        foreach (var failed in failures)
        {
            await context.CallActivity(ControlActivities.ReopenKept, failed, WorkflowLimits.Control);
        }

        return failures.Count == 0;
    }

    // Null when it holds.
    private static async Task<AttemptFailed?> Ask(
        WorkflowContext context, JobTurn turn, TaskTurn task, Task patience)
    {
        var answer = context.CallActivity<bool>(
            WorkflowNames.CheckKept, task.Check, new ActivityOptions { TargetApp = NodeAppId.Of(task.Node) });
        if (await Task.WhenAny(answer, patience) == patience)
        {
            return Failed(turn, task, NoAnswer, $"node {task.Node} does not say whether its model is the same");
        }

        try
        {
            await answer;
            return null;
        }
        catch (TaskFailedException failed)
        {
            return Failed(turn, task, failed.Failure.ErrorType, failed.Failure.Message);
        }
    }

    private static AttemptFailed Failed(JobTurn turn, TaskTurn task, string errorType, string reason) =>
        new(turn.Job, turn.Epoch, task.Task, 0, task.Node, errorType, reason);
}
