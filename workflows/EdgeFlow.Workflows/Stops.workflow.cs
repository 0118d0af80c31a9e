using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Workflows;

/// <summary>Stops a job's stages on nodes.</summary>
internal static class Stops
{
    /// <summary>
    /// Tells the nodes to stop, all at once, and waits for them, but not longer than
    /// <see cref="WorkflowLimits.StopPatience"/>: a lost node must not hold up the end of a job. It is told again by
    /// the answer to its next heartbeat.
    /// </summary>
    public static async Task Send(
        WorkflowContext context, string job, int epoch, IEnumerable<string> nodes, bool forget)
    {
        var stops = nodes.Order(StringComparer.Ordinal).Select(node => context.CallActivity(
            WorkflowNames.StopStages, new StopDirective(job, epoch, forget),
            new ActivityOptions { TargetApp = NodeAppId.Of(node) })).ToList();
        if (stops.Count == 0)
        {
            return;
        }

        using var enough = new CancellationTokenSource();
        await Task.WhenAny(Task.WhenAll(stops), context.CreateTimer(WorkflowLimits.StopPatience, enough.Token));
        // Not CancelAsync: it goes on on another thread, and a workflow may only await what its context made.
        enough.Cancel();
    }
}
