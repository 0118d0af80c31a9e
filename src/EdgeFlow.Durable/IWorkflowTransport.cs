using EdgeFlow.Durable.Grpc;
using Google.Protobuf;

namespace EdgeFlow.Durable;

/// <summary>
/// How a worker or client reaches its sidecar: over gRPC (<see cref="GrpcClient"/>), or directly where the sidecar
/// runs in the same process. Both mean the same: a call that fails may still have taken effect, and what a stream
/// gave out comes again when it is not answered. Messages may be handed over by reference, so that neither side
/// changes one after it was handed over. Thread safe.
/// </summary>
public interface IWorkflowTransport : IDisposable
{
    /// <summary>Makes one call with one answer.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="method">The path; see <see cref="Wire.WorkflowMethods"/>.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="parser">The parser of the answer.</param>
    /// <param name="timeout">How long the call may take.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="GrpcException">The sidecar refused, failed or is away, or the time is over.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    Task<T> Unary<T>(
        string method, IMessage request, MessageParser<T> parser, TimeSpan timeout, CancellationToken cancel)
        where T : class, IMessage<T>;

    /// <summary>Makes one call whose answer is a stream of messages; leaving the loop ends the call.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="method">The path; see <see cref="Wire.WorkflowMethods"/>.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="parser">The parser of the messages.</param>
    /// <param name="sent">Called once the request has left; a sidecar may have nothing to say for a long time.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The messages in their order; the sequence ends when the sidecar ends the stream well.</returns>
    /// <exception cref="GrpcException">The sidecar refused, failed, is away or was lost.</exception>
    IAsyncEnumerable<T> ServerStream<T>(
        string method,
        IMessage request,
        MessageParser<T> parser,
        Action? sent = null,
        CancellationToken cancel = default)
        where T : class, IMessage<T>;
}
