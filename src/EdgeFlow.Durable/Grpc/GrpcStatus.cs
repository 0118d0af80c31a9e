namespace EdgeFlow.Durable.Grpc;

/// <summary>The status codes of gRPC, by their numbers on the wire (the trailer <c>grpc-status</c>).</summary>
public enum GrpcStatus
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>The other side failed in a way that it did not name.</summary>
    Unknown = 2,

    /// <summary>The request can never succeed, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; it may still have taken effect.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>What the request would create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was met: a quota, a queue or the size of a message.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the request needs.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against another one that ran at the same time.</summary>
    Aborted = 10,

    /// <summary>The request reaches past the end of what there is.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the method, or not this form of it.</summary>
    Unimplemented = 12,

    /// <summary>A rule of the protocol was broken by one of the two sides.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; the same call may succeed later.</summary>
    Unavailable = 14,

    /// <summary>Stored data is lost or damaged.</summary>
    DataLoss = 15,

    /// <summary>The caller did not show who it is.</summary>
    Unauthenticated = 16,
}
