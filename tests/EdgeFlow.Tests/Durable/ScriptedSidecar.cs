using System.Threading.Channels;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Tests.Durable;

/// <summary>A sidecar's end of the wire in the hands of a test: it gives out items and takes their outcomes.</summary>
internal sealed class ScriptedSidecar : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<WorkItem> _items = Channel.CreateUnbounded<WorkItem>();
    private readonly Channel<IMessage> _outcomes = Channel.CreateUnbounded<IMessage>();
    private GrpcTestServer? _server;
    private int _refusals;
    private int _streams;

    public Uri Address => _server!.Address;

    /// <summary>What the next outcomes are refused with before one is taken.</summary>
    public (int Times, GrpcStatus Status) Refuse { get; set; }

    /// <summary>How many streams of work items were opened.</summary>
    public int Streams => Volatile.Read(ref _streams);

    public int Refusals => Volatile.Read(ref _refusals);

    public GetInstanceHistoryResponse History { get; } = new();

    public static async Task<ScriptedSidecar> Start(int port = 0)
    {
        var sidecar = new ScriptedSidecar();
        sidecar._server = await GrpcTestServer.Start(
            port,
            (WorkflowMethods.Hello, GrpcTestServer.Unary(Empty.Parser, empty => empty)),
            (WorkflowMethods.GetWorkItems, sidecar.GiveItems),
            (WorkflowMethods.CompleteActivityTask, http => sidecar.Take(http, ActivityResponse.Parser)),
            (WorkflowMethods.CompleteOrchestratorTask, http => sidecar.Take(http, WorkflowResponse.Parser)),
            (WorkflowMethods.GetInstanceHistory,
                GrpcTestServer.Unary(GetInstanceHistoryRequest.Parser, _ => sidecar.History)));
        return sidecar;
    }

    public WorkerOptions Options() => new()
    {
        Address = Address, AppId = "app-1", FirstReconnectDelay = TimeSpan.FromMilliseconds(5),
    };

    public void Give(string activity, int taskId = 1, string? input = null) => _items.Writer.TryWrite(new WorkItem
    {
        CompletionToken = $"token-{taskId}",
        ActivityRequest = new ActivityRequest
        {
            Name = activity,
            TaskId = taskId,
            TaskExecutionId = $"execution-{taskId}",
            Input = input,
            WorkflowInstance = new WorkflowInstance { InstanceId = "job-1" },
        },
    });

    public void Give(WorkflowRequest turn) =>
        _items.Writer.TryWrite(new WorkItem { CompletionToken = "token", WorkflowRequest = turn });

    public void Give(WorkItem item) => _items.Writer.TryWrite(item);

    public async Task<T> Outcome<T>()
        where T : IMessage
    {
        using var patience = new CancellationTokenSource(Patience);
        return (T)await _outcomes.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task GiveItems(HttpContext http)
    {
        await GrpcTestServer.Read(http, GetWorkItemsRequest.Parser);
        Interlocked.Increment(ref _streams);
        try
        {
            while (true)
            {
                var item = await _items.Reader.ReadAsync(http.RequestAborted);
                if (item.RequestCase == WorkItem.RequestOneofCase.None && item.CompletionToken == "cut")
                {
                    http.Abort();
                    return;
                }

                await GrpcTestServer.Write(http, item);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker left.
        }
    }

    private async Task Take<T>(HttpContext http, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var outcome = await GrpcTestServer.Read(http, parser);
        if (Interlocked.Increment(ref _refusals) <= Refuse.Times)
        {
            GrpcTestServer.End(http, Refuse.Status, "not now");
            return;
        }

        await GrpcTestServer.Write(http, new CompleteTaskResponse());
        GrpcTestServer.End(http);
        _outcomes.Writer.TryWrite(outcome);
    }
}
