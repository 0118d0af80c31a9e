using System.Runtime.CompilerServices;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Grpc;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.Sidecar.Storage;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar.Local;

/// <summary>
/// The way to the sidecar from within its process: the same methods with the same failures, the messages handed over
/// by reference. Nothing is encoded but what is stored. Thread-safe.
/// </summary>
internal sealed class LocalTransport(
    SidecarHost host, EmbeddedSidecarOptions options, string appId, ILogger logger) : IWorkflowTransport
{
    private readonly string _appId = appId.Length > 0 ? appId : options.DefaultAppId;
    private readonly OwnerPeer _peer = new(host, options, appId);

    /// <inheritdoc/>
    public async Task<T> Unary<T>(
        string method, IMessage request, MessageParser<T> parser, TimeSpan timeout, CancellationToken cancel)
        where T : class, IMessage<T>
    {
        if (host.Term is not { } term)
        {
            return await _peer.Client().Unary(method, request, parser, timeout, cancel).ConfigureAwait(false);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            var context = new CallContext(_appId, deadline.Token);
            return (T)await Apart(term.Calls.Call(NameOf(method), request, context)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception cause)
        {
            throw CallFailures.Translate(method, cause, deadline.IsCancellationRequested, logger);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<T> ServerStream<T>(
        string method, IMessage request, MessageParser<T> parser, Action? sent, CancellationToken cancel)
        where T : class, IMessage<T> =>
        host.Term is not { } term ? _peer.Client().ServerStream(method, request, parser, sent, cancel)
        : method == WorkflowMethods.GetWorkItems ? (IAsyncEnumerable<T>)WorkItems(
            term, (GetWorkItemsRequest)(object)request, sent, cancel)
        : throw new GrpcException(GrpcStatus.Unimplemented, $"The sidecar has no stream {method}.");

    /// <inheritdoc/>
    public void Dispose() => _peer.Dispose();

    // Many wait for one commit and go on one after the other on its thread; a worker's or client's code, which may take
    // long or wait for another of them, must not hold that up.
    private static async Task<IMessage> Apart(Task<IMessage> call)
    {
        if (!call.IsCompleted)
        {
            await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
        }

        return await call.ConfigureAwait(false);
    }

    private static string NameOf(string method) => method[(method.LastIndexOf('/') + 1)..];

    private static GrpcException Ended(Exception? cause) =>
        new(GrpcStatus.Unavailable, cause?.Message ?? "The sidecar ended the stream.", cause);

    private static async ValueTask<bool> HasMore(WorkerStream stream, CancellationToken cancel)
    {
        try
        {
            return await stream.Outgoing.WaitToReadAsync(cancel).ConfigureAwait(false);
        }
        catch (OwnershipLostException over)
        {
            throw Ended(over);
        }
    }

    private async IAsyncEnumerable<WorkItem> WorkItems(
        OwnershipTerm term,
        GetWorkItemsRequest request,
        Action? sent,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var stream = Connect(term, request);
        try
        {
            sent?.Invoke();
            while (await HasMore(stream, cancel).ConfigureAwait(false))
            {
                while (stream.Outgoing.TryRead(out var item))
                {
                    item.Ticket.Written = true;
                    yield return item.Frame.ToItem();
                }
            }
        }
        finally
        {
            term.Engine.Disconnect(stream);
        }

        throw Ended(null);
    }

    private WorkerStream Connect(OwnershipTerm term, GetWorkItemsRequest request)
    {
        try
        {
            return term.Engine.Connect(_appId, request);
        }
        catch (OwnershipLostException over)
        {
            throw Ended(over);
        }
    }
}
