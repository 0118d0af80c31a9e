using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>A worker that the test is itself: it takes each item and answers it, late, twice or never.</summary>
internal sealed class HandWorker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly CancellationTokenSource _stop = new(Patience);
    private readonly IWorkflowTransport _transport;
    private readonly IAsyncEnumerator<WorkItem> _items;
    private Task<bool>? _next;

    public HandWorker(TargetApp app)
    {
        _transport = app.Connect();
        _items = _transport
            .ServerStream(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest(), WorkItem.Parser, null, _stop.Token)
            .GetAsyncEnumerator(_stop.Token);
        _next = _items.MoveNextAsync().AsTask();
    }

    public static WorkflowAction CallActivity(int id) => new()
    {
        Id = id, ScheduleTask = new ScheduleTaskAction { Name = "pack", TaskExecutionId = $"pack-{id}" },
    };

    public static WorkflowAction End(int id, string result) => new()
    {
        Id = id,
        CompleteWorkflow = new CompleteWorkflowAction
        {
            WorkflowStatus = OrchestrationStatus.Completed, Result = result,
        },
    };

    /// <summary>Starts an instance; a Dapr sidecar answers that only once its first turn is done.</summary>
    public async Task<string> Start(TargetApp app, string name)
    {
        var id = $"{name}-{Guid.NewGuid():N}";
        _ = Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    await app.Client.Schedule(name, instanceId: id);
                    return;
                }
                catch (GrpcException notYet) when (notYet.IsRetriable)
                {
                    await Task.Delay(50);
                }
                catch (GrpcException taken) when (taken.Status == GrpcStatus.AlreadyExists)
                {
                    return;
                }
            }
        });
        await Task.Yield();
        return id;
    }

    /// <summary>The next item of an instance, with the results of its activities that are new in it.</summary>
    public async Task<(WorkItem WorkItem, IReadOnlyList<string> Results)> Next(string instanceId)
    {
        while (true)
        {
            _next ??= _items.MoveNextAsync().AsTask();
            Xunit.Assert.True(await _next.WaitAsync(Patience), "the sidecar ended the stream");
            _next = null;
            var item = _items.Current;
            if ((item.WorkflowRequest?.InstanceId ?? item.ActivityRequest.WorkflowInstance.InstanceId) == instanceId)
            {
                var results = item.WorkflowRequest?.NewEvents.Select(e => e.TaskCompleted?.Result).OfType<string>();
                return (item, [.. results ?? []]);
            }
        }
    }

    public Task Answer(WorkItem turn, params WorkflowAction[] actions)
    {
        var answer = new WorkflowResponse
        {
            InstanceId = turn.WorkflowRequest.InstanceId, CompletionToken = turn.CompletionToken,
        };
        answer.Actions.AddRange(actions);
        return Call(WorkflowMethods.CompleteOrchestratorTask, answer);
    }

    public Task Complete(WorkItem activity, string result) => Call(
        WorkflowMethods.CompleteActivityTask,
        new ActivityResponse
        {
            InstanceId = activity.ActivityRequest.WorkflowInstance.InstanceId,
            TaskId = activity.ActivityRequest.TaskId,
            Result = result,
            CompletionToken = activity.CompletionToken,
        });

    /// <summary>Gives an outcome that the sidecar may refuse.</summary>
    public Task CompleteIfTaken(WorkItem activity, string result) => Tolerantly(() => Complete(activity, result));

    /// <summary>Gives an answer that the sidecar may refuse.</summary>
    public Task AnswerIfTaken(WorkItem turn, params WorkflowAction[] actions) =>
        Tolerantly(() => Answer(turn, actions));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_next is not null)
        {
            await _next.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await _items.DisposeAsync();
        _transport.Dispose();
    }

    private static async Task Tolerantly(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (GrpcException)
        {
            // A refusal is as good as being passed over.
        }
    }

    private Task Call(string method, Google.Protobuf.IMessage message) =>
        _transport.Unary(method, message, CompleteTaskResponse.Parser, Patience, _stop.Token);
}
