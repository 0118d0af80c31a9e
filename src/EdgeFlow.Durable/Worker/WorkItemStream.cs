using System.Diagnostics;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>Reads the stream of work items, and opens it again after every loss, until it is told to stop.</summary>
internal sealed class WorkItemStream(
    IWorkflowTransport transport,
    WorkerOptions options,
    ILogger logger,
    Func<WorkItem, CancellationToken, ValueTask> take)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first stream is open.</summary>
    public Task Ready => _ready.Task;

    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var since = Stopwatch.GetTimestamp();
            string reason;
            try
            {
                await Listen(stop).ConfigureAwait(false);
                reason = "the sidecar ended it";
            }
            catch (GrpcException lost)
            {
                reason = lost.Message;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            // A stream that held is no sign of trouble, so that the next attempt comes soon.
            failures = Stopwatch.GetElapsedTime(since) > options.MaxReconnectDelay ? 1 : failures + 1;
            var delay = options.DelayAfter(failures);
            logger.StreamLost(reason, delay.TotalMilliseconds);
            await Task.Delay(delay, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        await transport.Unary(WorkflowMethods.Hello, new Empty(), Empty.Parser, options.CallTimeout, stop)
            .ConfigureAwait(false);
        var ask = new GetWorkItemsRequest { KeepsRuns = options.MaxKeptRuns > 0 };
        ask.Capabilities.Add(WorkerCapability.HistoryStreaming);
        var items = transport.ServerStream(
            WorkflowMethods.GetWorkItems,
            ask,
            WorkItem.Parser,
            sent: () => _ready.TrySetResult(),
            stop);
        await foreach (var item in items.ConfigureAwait(false))
        {
            await take(item, stop).ConfigureAwait(false);
        }
    }
}
