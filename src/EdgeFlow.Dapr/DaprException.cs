using System.Net;

namespace EdgeFlow.Dapr;

/// <summary>A Dapr sidecar refused, or could not be asked.</summary>
/// <param name="status">Its answer's status; null when there was no answer.</param>
/// <param name="errorCode">Dapr's own code, such as <c>ERR_PUBSUB_NOT_FOUND</c>; empty when it gave none.</param>
/// <param name="message">What was asked and what it said.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class DaprException(HttpStatusCode? status, string errorCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Its answer's status; null when there was no answer.</summary>
    public HttpStatusCode? Status => status;

    /// <summary>Dapr's own code, such as <c>ERR_PUBSUB_NOT_FOUND</c>; empty when it gave none.</summary>
    public string ErrorCode => errorCode;

    /// <summary>Its whole answer as it came, for building blocks that are refused in part; empty when there was
    /// none.</summary>
    internal string Body { get; init; } = "";

    /// <summary>Whether the same request may succeed later: no answer, too many requests, or a fault of the
    /// server.</summary>
    public bool IsTransient => status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || (int)status >= 500;
}
