using EdgeFlow.Durable.Grpc;

namespace EdgeFlow.Durable;

/// <summary>
/// What daprd (seen with 1.18) says in words under the status Unknown, and the status that it means. Without this
/// table a caller would take a refusal that lasts for a trouble that passes.
/// </summary>
internal static class DaprRefusals
{
    private static readonly (string Words, GrpcStatus Status)[] Known =
    [
        ("no such instance exists", GrpcStatus.NotFound),
        ("already exists", GrpcStatus.AlreadyExists),
        ("job name is invalid", GrpcStatus.InvalidArgument),
        ("multi-instance purge is not", GrpcStatus.Unimplemented),
        ("orchestration has not yet completed", GrpcStatus.FailedPrecondition),
        // It reads the parts of an instance one by one, and another part was written in between.
        ("declared in metadata", GrpcStatus.Aborted),
    ];

    /// <summary>The status that is meant; null when the failure says all that there is to say.</summary>
    public static GrpcStatus? StatusOf(GrpcException failure)
    {
        if (failure.Status != GrpcStatus.Unknown)
        {
            return null;
        }

        foreach (var (words, status) in Known)
        {
            if (failure.Detail.Contains(words, StringComparison.Ordinal))
            {
                return status;
            }
        }

        return null;
    }
}
