using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>A worker without an SDK: the test takes each work item and answers it, late, twice or never.</summary>
internal sealed class RawWorker : IAsyncDisposable
{
    private readonly GrpcClient _grpc;
    private readonly GetWorkItemsRequest _ask;
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<WorkItem>? _items;
    private Task<bool>? _next;

    public RawWorker(Uri address, string appId, bool keepsRuns = false, bool fetchesHistory = false)
    {
        _ask = new GetWorkItemsRequest { KeepsRuns = keepsRuns };
        if (fetchesHistory)
        {
            _ask.Capabilities.Add(WorkerCapability.HistoryStreaming);
        }

        var metadata = new Dictionary<string, string>();
        if (appId.Length > 0)
        {
            metadata[GrpcHeaders.AppId] = appId;
        }

        _grpc = new GrpcClient(new GrpcClientOptions { Address = address, Metadata = metadata });
    }

    /// <summary>The next work item.</summary>
    public async Task<WorkItem> Next() =>
        await Next(SidecarWorld.Limit) ?? throw new TimeoutException("No work item came.");

    /// <summary>The next work item, or null when none comes in this time.</summary>
    public async Task<WorkItem?> Next(TimeSpan within)
    {
        _items ??= _grpc.ServerStream(
                WorkflowMethods.GetWorkItems,
                _ask,
                WorkItem.Parser,
                null,
                _stop.Token)
            .GetAsyncEnumerator(_stop.Token);
        _next ??= _items.MoveNextAsync().AsTask();
        if (await Task.WhenAny(_next, Task.Delay(within)) != _next)
        {
            return null;
        }

        Xunit.Assert.True(await _next, "The sidecar ended the stream.");
        _next = null;
        return _items.Current;
    }

    /// <summary>Answers a turn.</summary>
    public Task Answer(WorkItem turn, params WorkflowAction[] actions)
    {
        var answer = new WorkflowResponse
        {
            InstanceId = turn.WorkflowRequest.InstanceId,
            CompletionToken = turn.CompletionToken,
        };
        answer.Actions.AddRange(actions);
        return Call(WorkflowMethods.CompleteWorkflowTask, answer, CompleteTaskResponse.Parser);
    }

    /// <summary>Answers an activity.</summary>
    public Task Answer(WorkItem activity, string result) => Call(
        WorkflowMethods.CompleteActivityTask,
        new ActivityResponse
        {
            InstanceId = activity.ActivityRequest.WorkflowInstance.InstanceId,
            TaskId = activity.ActivityRequest.TaskId,
            Result = result,
            CompletionToken = activity.CompletionToken,
        },
        CompleteTaskResponse.Parser);

    public Task<T> Call<T>(string method, IMessage request, MessageParser<T> parser, TimeSpan? timeout = null)
        where T : class, IMessage<T> =>
        _grpc.Unary(method, request, parser, timeout ?? SidecarWorld.Limit, CancellationToken.None);

    /// <summary>Leaves without answering.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_next is not null)
        {
            await _next.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (_items is not null)
        {
            await _items.DisposeAsync();
            _items = null;
        }

        _grpc.Dispose();
    }
}
