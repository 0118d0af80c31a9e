using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Workflows;

/// <summary>One turn of a stream job: host every stage of the epoch, then wait until all results are there.</summary>
internal static class StreamTurn
{
    /// <summary>Runs the turn.</summary>
    /// <param name="context">The workflow's context.</param>
    /// <param name="turn">What to do.</param>
    /// <param name="hosted">Nodes that may still host stages of earlier epochs.</param>
    public static async Task<TurnEnd> Run(WorkflowContext context, JobTurn turn, IReadOnlyList<string> hosted)
    {
        var interruptions = new Interruptions(context, turn.Epoch);
        var complete = context.WaitForEvent<string>(WorkflowNames.ResultsComplete);
        var hosting = Task.WhenAll(turn.Hosts.Select(host => context.CallActivity<HostReport>(
            WorkflowNames.HostStages, host.Directive, WorkflowLimits.On(host.Node))));
        if (!await interruptions.Finished(hosting))
        {
            return TurnEnd.Reload;
        }

        try
        {
            await hosting;
        }
        catch (TaskFailedException failed)
        {
            return await HostingFailed(context, turn, failed);
        }

        await context.CallActivity(
            ControlActivities.ReportStarted, new JobEpoch(turn.Job, turn.Epoch), WorkflowLimits.Control);
        // Nodes that the plan no longer uses are told, but not waited for: some of them are lost.
        var leaving = Stops.Send(
            context, turn.Job, turn.Epoch, hosted.Except(turn.Hosts.Select(host => host.Node)), forget: false);
        if (!await interruptions.Finished(complete))
        {
            return TurnEnd.Reload;
        }

        await interruptions.Finished(leaving);
        return await Completion.Report(context, turn.Job);
    }

    private static async Task<TurnEnd> HostingFailed(WorkflowContext context, JobTurn turn, TaskFailedException failed)
    {
        if (FailureKinds.Is(failed.Failure, FailureKinds.StaleEpoch))
        {
            await context.CreateTimer(WorkflowLimits.StalePause);
            return TurnEnd.Reload;
        }

        await context.CallActivity(
            ControlActivities.FailJob,
            new JobFailure(
                turn.Job, failed.Failure.ErrorType, $"A node cannot host its stages: {failed.Failure.Message}"),
            WorkflowLimits.Control);
        return TurnEnd.Over;
    }
}
