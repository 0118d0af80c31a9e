using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>Runs the turns of workflows that a sidecar gives out.</summary>
internal sealed class WorkflowTurns(
    WorkflowRegistry registry, IWorkflowTransport transport, OutcomeSender outcomes, WorkerOptions options, ILogger logger)
{
    public async Task Run(WorkItem item, CancellationToken giveUp)
    {
        var request = item.WorkflowRequest;
        try
        {
            var past = request.RequiresHistoryStreaming
                ? await Fetch(request.InstanceId, giveUp).ConfigureAwait(false)
                : request.PastEvents;
            var response = Execute(request, past);
            response.CompletionToken = item.CompletionToken;
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

    private WorkflowResponse Execute(WorkflowRequest request, IReadOnlyList<HistoryEvent> past)
    {
        WorkflowResponse response;
        try
        {
            response = InstanceReplay.Execute(request.InstanceId, registry, past, request.NewEvents);
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

    // Past events are left out of a request when they are too many for one message of the stream.
    private async Task<IReadOnlyList<HistoryEvent>> Fetch(string instanceId, CancellationToken giveUp)
    {
        var response = await transport.Unary(
            WorkflowMethods.GetInstanceHistory,
            new GetInstanceHistoryRequest { InstanceId = instanceId },
            GetInstanceHistoryResponse.Parser,
            options.CallTimeout,
            giveUp).ConfigureAwait(false);
        return response.Events;
    }
}
