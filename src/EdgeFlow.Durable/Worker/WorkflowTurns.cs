using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>Runs the turns of workflows that a sidecar gives out.</summary>
internal sealed class WorkflowTurns(
    WorkflowRegistry registry,
    IWorkflowTransport transport,
    OutcomeSender outcomes,
    WorkerOptions options,
    ILogger logger)
{
    private readonly KeptRuns _runs = new(options.MaxKeptRuns);

    public async Task Run(WorkItem item, CancellationToken giveUp)
    {
        var request = item.WorkflowRequest;
        try
        {
            var kept = _runs.Take(request.InstanceId, request.Continues);
            var past = kept is null && request.RequiresHistoryStreaming
                ? await Fetch(request.InstanceId, giveUp).ConfigureAwait(false)
                : request.PastEvents;
            var run = kept ?? new InstanceReplay(request.InstanceId, registry);
            var response = Execute(request, run, past, goesOn: kept is not null);
            response.CompletionToken = item.CompletionToken;
            if (!InputLimit.Enforce(response, options.MaxActivityInputBytes) && run.CanContinue)
            {
                // Before the answer goes out: the next turn may be here before the sidecar has said that it took it.
                _runs.Keep(run, item.CompletionToken);
            }

            await outcomes.Send(
                WorkflowMethods.CompleteOrchestratorTask, response, $"a turn of {request.InstanceId}", giveUp)
                .ConfigureAwait(false);
        }
        catch (GrpcException missing)
        {
            logger.HistoryMissing(request.InstanceId, missing);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            logger.GivenUp($"A turn of {request.InstanceId}");
        }
    }

    private WorkflowResponse Execute(
        WorkflowRequest request, InstanceReplay run, IReadOnlyList<HistoryEvent> past, bool goesOn)
    {
        WorkflowResponse response;
        try
        {
            response = goesOn ? run.Continue(request.NewEvents) : run.Begin(past, request.NewEvents);
        }
        catch (Exception failure)
        {
            // This is the host's loop: a turn that cannot even be told ends its instance and not the worker.
            logger.TurnFailed(request.InstanceId, failure);
            response = new WorkflowResponse { InstanceId = request.InstanceId };
            var outcome = new RunOutcome();
            outcome.Fail(FailureMapping.ToWire(failure));
            outcome.WriteTo(response, new InstanceReplay(request.InstanceId, registry), registry.AppId, false);
        }

        if (response.Actions is [.., { CompleteWorkflow.FailureDetails: { } details }])
        {
            logger.InstanceFailed(request.InstanceId, details.ErrorType, details.ErrorMessage);
        }

        return response;
    }

    // Past events are left out of a request when they are too many for one message of the stream, or when this worker
    // was believed to keep the run.
    private Task<IReadOnlyList<HistoryEvent>> Fetch(string instanceId, CancellationToken giveUp) => HistoryPages.Read(
        instanceId,
        options.MaxMessageBytes,
        page => transport.Unary(
            WorkflowMethods.GetInstanceHistory,
            page,
            GetInstanceHistoryResponse.Parser,
            options.CallTimeout,
            giveUp));
}
