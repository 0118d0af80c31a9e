using EdgeFlow.Durable.Grpc;
using EdgeFlow.Sidecar.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>What a caller is told when its call fails: the one place where exceptions become statuses.</summary>
internal static class CallFailures
{
    /// <summary>Makes the status of a failure, and logs what a caller cannot cure.</summary>
    /// <param name="method">What was called.</param>
    /// <param name="cause">What went wrong.</param>
    /// <param name="late">Whether the call's deadline has passed.</param>
    /// <param name="logger">Gets what is not the caller's doing.</param>
    public static GrpcException Translate(string method, Exception cause, bool late, ILogger logger)
    {
        switch (cause)
        {
            case GrpcException known:
                return known;
            case OperationCanceledException when late:
                return new GrpcException(GrpcStatus.DeadlineExceeded, $"The deadline of {method} passed.");
            case OwnershipLostException or ObjectDisposedException or OperationCanceledException:
                return new GrpcException(GrpcStatus.Unavailable, cause.Message);
            case NpgsqlException or HttpRequestException or IOException:
                logger.CallFailed(method, cause);
                return new GrpcException(GrpcStatus.Unavailable, cause.Message);
            default:
                logger.CallFailed(method, cause);
                return new GrpcException(GrpcStatus.Internal, $"The call {method} failed: {cause.Message}");
        }
    }
}
