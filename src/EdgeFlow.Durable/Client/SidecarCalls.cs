using EdgeFlow.Durable.Grpc;
using Google.Protobuf;

namespace EdgeFlow.Durable;

/// <summary>A client's calls: what a sidecar only says in words becomes a status. Thread safe.</summary>
internal sealed class SidecarCalls(IWorkflowTransport transport, ClientOptions options)
{
    /// <summary>How often a read that fell between two writes of a Dapr sidecar is made in all.</summary>
    private const int MaxReads = 20;

    /// <summary>Makes a call that may have an effect.</summary>
    public async Task<T> Once<T>(
        string method, IMessage request, MessageParser<T> parser, CancellationToken cancel)
        where T : class, IMessage<T>
    {
        try
        {
            return await transport.Unary(method, request, parser, options.CallTimeout, cancel).ConfigureAwait(false);
        }
        catch (GrpcException failure) when (DaprRefusals.StatusOf(failure) is { } status)
        {
            throw new GrpcException(status, failure.Detail, failure);
        }
    }

    /// <summary>Makes a call that only reads; again when the sidecar read while it wrote.</summary>
    public async Task<T> Read<T>(
        string method, IMessage request, MessageParser<T> parser, CancellationToken cancel)
        where T : class, IMessage<T>
    {
        for (var reads = 1; ; reads++)
        {
            try
            {
                return await Once(method, request, parser, cancel).ConfigureAwait(false);
            }
            catch (GrpcException torn) when (torn.Status == GrpcStatus.Aborted && reads < MaxReads)
            {
                await Task.Delay(options.WaitRetryDelay, cancel).ConfigureAwait(false);
            }
        }
    }
}
