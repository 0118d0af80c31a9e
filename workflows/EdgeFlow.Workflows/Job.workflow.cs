using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;

namespace EdgeFlow.Workflows;

/// <summary>
/// Carries out the plans of one job, one turn a plan: what is to be done comes from the control plane
/// (<c>load-plan</c>), and everything that happens goes back to it. It sequences and never chooses. Each turn is a run
/// of its own (continue-as-new), so that a job that is planned a thousand times has a short history.
/// </summary>
public sealed class JobWorkflow : Workflow<JobInput, JobOutcome>
{
    /// <inheritdoc/>
    public override async Task<JobOutcome> Run(WorkflowContext context, JobInput input)
    {
        // The activities of a turn that was given up may still run: none of this turn's may be taken for one of them.
        var turns = input.Turn ?? 0;
        context.NumberStepsFrom((turns % WorkflowLimits.NumberedTurns * WorkflowLimits.StepsOfTurn) + 1);
        var turn = await Load(context, input.Job);
        context.SetCustomStatus($"{turn.Status}, epoch {turn.Epoch}");
        var nodes = Nodes(turn).Union(input.Hosted, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var end = turn.State switch
        {
            JobTurnState.Waiting => await Wait(context, turn, nodes),
            JobTurnState.Complete => await Completion.Report(context, turn.Job),
            JobTurnState.Impossible => await Fail(context, turn),
            JobTurnState.Cancel => await Cancel(context, turn, nodes),
            JobTurnState.Run when turn.Stream => await StreamTurn.Run(context, turn, input.Hosted),
            JobTurnState.Run => await new BatchTurn(context, turn).Run(),
            _ => TurnEnd.Over,
        };
        if (end.Again)
        {
            // Nodes stay in the list until the job ends: one that was lost when it was told to stop is told again then.
            context.ContinueAsNew(input with { Hosted = nodes, Turn = turns + 1 });
            return new JobOutcome(input.Job, turn.Status);
        }

        await Stops.Send(context, turn.Job, turn.Epoch, nodes, forget: true);
        var last = await context.CallActivity<JobTurn>(ControlActivities.LoadPlan, input.Job, WorkflowLimits.Control);
        return new JobOutcome(input.Job, last.Status);
    }

    private static async Task<JobTurn> Load(WorkflowContext context, string job)
    {
        var turn = await context.CallActivity<JobTurn>(ControlActivities.LoadPlan, job, WorkflowLimits.Control);
        while (turn.More > 0)
        {
            var page = await context.CallActivity<JobTurn>(
                ControlActivities.LoadPage, new TurnPage(job, turn.Epoch, turn.More), WorkflowLimits.Control);

            // Where things have changed meanwhile, that page is the first of the turn that holds now.
            turn = page.State != turn.State || page.Epoch != turn.Epoch ? page : turn with
            {
                Hosts = [.. turn.Hosts, .. page.Hosts],
                Tasks = [.. turn.Tasks, .. page.Tasks],
                More = page.More,
            };
        }

        return turn;
    }

    // A job that lost its place is stopped where it ran; its workflow goes on with the next plan that places it.
    private static async Task<TurnEnd> Wait(WorkflowContext context, JobTurn turn, IReadOnlyList<string> nodes)
    {
        var interruptions = new Interruptions(context, turn.Epoch);
        var stopping = Stops.Send(context, turn.Job, turn.Epoch, nodes, forget: false);
        var never = new TaskCompletionSource();
        await interruptions.Finished(Task.WhenAll(stopping, never.Task));
        return TurnEnd.Reload;
    }

    private static async Task<TurnEnd> Fail(WorkflowContext context, JobTurn turn)
    {
        var failure = new JobFailure(turn.Job, "DirectivesTooLarge", turn.Status);
        await context.CallActivity(ControlActivities.FailJob, failure, WorkflowLimits.Control);
        return TurnEnd.Over;
    }

    private static async Task<TurnEnd> Cancel(WorkflowContext context, JobTurn turn, IReadOnlyList<string> nodes)
    {
        await Stops.Send(context, turn.Job, turn.Epoch, nodes, forget: false);
        await context.CallActivity(ControlActivities.CancelledJob, turn.Job, WorkflowLimits.Control);
        return TurnEnd.Over;
    }

    private static IEnumerable<string> Nodes(JobTurn turn) =>
        turn.Hosts.Select(host => host.Node).Concat(turn.Tasks.Select(task => task.Node)).Distinct();
}
