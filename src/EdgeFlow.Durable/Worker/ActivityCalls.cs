using EdgeFlow.Durable.Wire;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>Runs the activities that a sidecar gives out.</summary>
internal sealed class ActivityCalls(
    IReadOnlyDictionary<string, ActivityCode> activities, OutcomeSender outcomes, ILogger logger)
{
    private readonly RunningActivities _running = new();

    public async Task Run(WorkItem item, CancellationToken giveUp)
    {
        var request = item.ActivityRequest;
        var instanceId = request.WorkflowInstance?.InstanceId ?? "";
        var response = new ActivityResponse
        {
            InstanceId = instanceId, TaskId = request.TaskId, CompletionToken = item.CompletionToken,
        };
        bool current;
        _running.Begin(instanceId, request.TaskId, request.TaskExecutionId);
        try
        {
            try
            {
                await Call(request, instanceId, response, giveUp).ConfigureAwait(false);
            }
            finally
            {
                current = _running.End(instanceId, request.TaskId, request.TaskExecutionId);
            }

            if (!current)
            {
                logger.Overtaken(What(request, instanceId));
                return;
            }

            await outcomes.Send(WorkflowMethods.CompleteActivityTask, response, What(request, instanceId), giveUp)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            logger.GivenUp(What(request, instanceId));
        }
    }

    private static string What(ActivityRequest request, string instanceId) =>
        $"Activity '{request.Name}' (step {request.TaskId} of {instanceId})";

    private async Task Call(
        ActivityRequest request, string instanceId, ActivityResponse response, CancellationToken giveUp)
    {
        if (!activities.TryGetValue(request.Name, out var code))
        {
            response.FailureDetails = FailureMapping.ToWire(
                "ActivityNotRegistered", $"this worker knows no activity '{request.Name}'", isNonRetriable: true);
            return;
        }

        try
        {
            var trace = request.ParentTraceContext;
            using var span = TraceMapping.Enter(request.Name, trace);
            var context = new ActivityContext(instanceId, request.TaskId, request.TaskExecutionId, request.Name)
            {
                TraceParent = trace?.TraceParent is { Length: > 0 } parent ? parent : null,
            };
            response.Result = await code(context, request.Input, giveUp).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !giveUp.IsCancellationRequested)
        {
            // Whatever leaves an activity is its outcome; the workflow decides what to make of it.
            logger.ActivityFailed(request.Name, request.TaskId, instanceId, failure);
            response.FailureDetails = FailureMapping.ToWire(failure);
        }
    }
}
