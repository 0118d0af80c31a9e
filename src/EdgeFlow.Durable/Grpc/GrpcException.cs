namespace EdgeFlow.Durable.Grpc;

/// <summary>
/// A gRPC call ended with a status other than <see cref="GrpcStatus.Ok"/>, or never reached its server.
/// </summary>
public sealed class GrpcException : Exception
{
    /// <summary>Makes the exception for a status and the text that came, or goes, with it.</summary>
    /// <param name="status">How the call ended; never <see cref="GrpcStatus.Ok"/>.</param>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="inner">The cause in the transport, when there is one.</param>
    public GrpcException(GrpcStatus status, string message, Exception? inner = null)
        : base($"{status}: {message}", inner)
    {
        Status = status;
        Detail = message;
    }

    /// <summary>How the call ended.</summary>
    public GrpcStatus Status { get; }

    /// <summary>The text of the status without its name: what goes into the trailer <c>grpc-message</c>.</summary>
    public string Detail { get; }

    /// <summary>
    /// Whether the same call may succeed when it is made again later. A retriable call may have taken effect,
    /// so only an idempotent one should be repeated.
    /// </summary>
    public bool IsRetriable => Status is GrpcStatus.Unavailable or GrpcStatus.Aborted
        or GrpcStatus.ResourceExhausted or GrpcStatus.DeadlineExceeded or GrpcStatus.Unknown;
}
